import { BPS, type StateReader, type StateWriter } from '#domain/core';
import { type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { isExecution } from '../trade/prints.js';

const BUCKET_SECONDS = 10;
const BUCKETS = 60;
const BUCKETS_MIN = 12;
const WINDOW = `${BUCKETS} ended buckets of ${BUCKET_SECONDS} s`;
const MISSING = `fewer than ${BUCKETS_MIN} of the buckets have a mid at both ends, or signed volume is the same in all`;
const SOURCE = 'Kyle (Econometrica 53(6), 1985)';

const DEFINITIONS: readonly FeatureDefinition[] = [
  {
    name: 'kyleLambdaBpsPerUnit',
    group: 'illiquidity',
    unit: 'bps per unit',
    window: WINDOW,
    formula: `slope of 1e4 log(mid at the end / mid at the start) on signed executed volume, with intercept; ${SOURCE}`,
    least: -Infinity,
    most: Infinity,
    missing: MISSING,
    mirror: 'SAME',
    priceScaleFree: true,
  },
  {
    name: 'kyleLambdaBpsPerAdvPercent',
    group: 'illiquidity',
    unit: 'bps per 1 % of ADV',
    window: WINDOW,
    formula: `kyleLambdaBpsPerUnit * 0.01 ADV; ${SOURCE}`,
    least: -Infinity,
    most: Infinity,
    missing: `${MISSING}, or nobody states the ADV`,
    mirror: 'SAME',
    priceScaleFree: true,
  },
];

/** How far the mid moves with what aggressors trade. Buckets end at whole tens of seconds of session time. */
class KyleLambda implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  private readonly flows = new Float64Array(BUCKETS).fill(NaN);
  private readonly moves = new Float64Array(BUCKETS).fill(NaN);
  private flow = 0;
  private startMid = NaN;
  /** In bps per size unit. */
  private slope = NaN;

  constructor(private readonly averageDailyVolume: number) {}

  onTrade(view: MarketView): void {
    if (isExecution(view)) this.flow += view.tradeSign * view.tradeSize;
  }

  onSecond(view: MarketView, second: number): void {
    if (second % BUCKET_SECONDS !== 0) return;
    const slot = (second / BUCKET_SECONDS) % BUCKETS;
    this.flows[slot] = this.flow;
    this.moves[slot] = BPS * Math.log(view.mid / this.startMid);
    this.flow = 0;
    this.startMid = view.mid;
    this.slope = slopeOf(this.moves, this.flows);
  }

  write(view: MarketView, out: Float64Array, offset: number): void {
    const perUnit = this.slope * view.sizeUnitsPerUnit;
    out[offset] = perUnit;
    out[offset + 1] = (perUnit * this.averageDailyVolume) / 100;
  }

  save(into: StateWriter): void {
    for (const value of [this.flow, this.startMid, this.slope]) into.number(value);
    into.numbers(this.flows);
    into.numbers(this.moves);
  }

  restore(from: StateReader): void {
    this.flow = from.number();
    this.startMid = from.number();
    this.slope = from.number();
    from.numbers(this.flows);
    from.numbers(this.moves);
  }
}

/** Least squares over the pairs that have a move; centred first, so that nothing cancels. */
const slopeOf = (moves: Float64Array, flows: Float64Array): number => {
  let pairs = 0;
  let flowSum = 0;
  let moveSum = 0;
  for (let i = 0; i < moves.length; i += 1) {
    if (Number.isNaN(moves[i]!)) continue;
    pairs += 1;
    flowSum += flows[i]!;
    moveSum += moves[i]!;
  }
  if (pairs < BUCKETS_MIN) return NaN;
  let covariance = 0;
  let variance = 0;
  for (let i = 0; i < moves.length; i += 1) {
    if (Number.isNaN(moves[i]!)) continue;
    const flow = flows[i]! - flowSum / pairs;
    covariance += flow * (moves[i]! - moveSum / pairs);
    variance += flow * flow;
  }
  return variance === 0 ? NaN : covariance / variance;
};

export const kyleLambda: FamilyFactory = ({ terms }) => new KyleLambda(terms.averageDailyVolume ?? NaN);
