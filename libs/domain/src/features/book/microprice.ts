import { BPS, type StateReader, type StateWriter } from '#domain/core';
import { type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { micropriceAdjustments, symmetric } from './microprice-chain.js';
import { NO_MID } from './missing.js';

/** Five buckets of the imbalance, with a spread of one tick or wider. */
const BUCKETS = 5;
const STATES = 2 * BUCKETS;
const MIRROR = Array.from({ length: STATES }, (_, x) => x - (x % BUCKETS) + (BUCKETS - 1 - (x % BUCKETS)));

const SOLVE_SECONDS = 300;
const TRANSITIONS_MIN = 500;
const VISITS_MIN = 20;
/** A mid that jumps further than 10 bps in one change was an error or a gap. */
const MOVE_SHARE_MAX = 0.001;

const DEFINITIONS: readonly FeatureDefinition[] = [
  {
    name: 'weightedMidEdgeBps',
    group: 'microprice',
    unit: 'bps',
    window: 'now',
    formula: '1e4 ((ask qb + bid qa) / (qb + qa) - mid) / mid, qb and qa the sizes at the best bid and ask',
    least: -BPS,
    most: BPS,
    missing: NO_MID,
    mirror: 'NEGATED',
    priceScaleFree: true,
  },
  {
    name: 'micropriceEdgeBps',
    group: 'microprice',
    unit: 'bps',
    window: 'session so far',
    formula:
      '1e4 (microprice - mid) / mid; microprice as in Stoikov (Quantitative Finance 18(12), 2018) over five buckets of the ' +
      'imbalance and a spread of one tick or wider, from all changes of state or mid of the session, each counted with its ' +
      'mirror image (moves of more than 10 bps left out); solved again every 300 s of session time',
    least: -Infinity,
    most: Infinity,
    missing: `${NO_MID}, or by the last solution there were fewer than 500 changes, or fewer than 20 out of this state`,
    mirror: 'NEGATED',
    priceScaleFree: true,
  },
];

/** By the imbalance (qb - qa) / (qb + qa), cut at -0.6, -0.2, 0.2 and 0.6 so that the mirror image of a bucket is a bucket. */
const bucketOf = (bidSize: number, askSize: number): number => {
  const fiveTimes = 5 * (bidSize - askSize);
  const total = bidSize + askSize;
  if (fiveTimes >= 3 * total) return 4;
  if (fiveTimes >= total) return 3;
  if (fiveTimes > -total) return 2;
  return fiveTimes > -3 * total ? 1 : 0;
};

const stateOf = ({ bidSize, askSize, spread, tickUnits }: MarketView): number =>
  bucketOf(bidSize, askSize) + (spread > tickUnits ? BUCKETS : 0);

/** Where the mid is going, by what rests at the best prices. */
class Microprice implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  private readonly stayed = new Float64Array(STATES * STATES);
  private readonly moved = new Float64Array(STATES * STATES);
  private readonly moves = new Float64Array(STATES);
  private readonly visits = new Float64Array(STATES);
  private transitions = 0;
  /** In ticks. */
  private readonly adjustments = new Float64Array(STATES).fill(NaN);
  private state = 0;
  /** NaN: there was none, and `state` says nothing. */
  private mid = NaN;

  onQuote(view: MarketView): void {
    const { mid } = view;
    if (Number.isNaN(mid)) {
      this.mid = NaN;
      return;
    }
    const state = stateOf(view);
    // What changes nothing else does not change the microprice either.
    if (mid === this.mid && state === this.state) return;
    const move = mid - this.mid;
    if (Math.abs(move) <= MOVE_SHARE_MAX * this.mid) this.count(state, move / view.tickUnits);
    this.state = state;
    this.mid = mid;
  }

  onSecond(_view: MarketView, second: number): void {
    if (second % SOLVE_SECONDS === 0 && this.transitions >= TRANSITIONS_MIN) this.solve();
  }

  write(view: MarketView, out: Float64Array, offset: number): void {
    const { mid, spread, bidSize, askSize, tickUnits } = view;
    if (Number.isNaN(mid)) {
      out.fill(NaN, offset, offset + DEFINITIONS.length);
      return;
    }
    out[offset] = ((spread / 2) * ((bidSize - askSize) / (bidSize + askSize)) * BPS) / mid;
    out[offset + 1] = (this.adjustments[stateOf(view)]! * tickUnits * BPS) / mid;
  }

  save(into: StateWriter): void {
    for (const table of this.tables()) into.numbers(table);
    for (const value of [this.transitions, this.state, this.mid]) into.number(value);
  }

  restore(from: StateReader): void {
    for (const table of this.tables()) from.numbers(table);
    this.transitions = from.number();
    this.state = from.number();
    this.mid = from.number();
  }

  private tables(): readonly Float64Array[] {
    return [this.stayed, this.moved, this.moves, this.visits, this.adjustments];
  }

  private count(state: number, moveTicks: number): void {
    const from = this.state;
    const table = moveTicks === 0 ? this.stayed : this.moved;
    const cell = from * STATES + state;
    table[cell] = table[cell]! + 1;
    this.moves[from] = this.moves[from]! + moveTicks;
    this.visits[from] = this.visits[from]! + 1;
    this.transitions += 1;
  }

  /** Once in minutes, so it may allocate. */
  private solve(): void {
    const { stayed, moved, moves } = this;
    const adjustments = micropriceAdjustments(symmetric({ stayed, moved, moves }, MIRROR));
    for (let x = 0; x < STATES; x += 1) {
      const visits = this.visits[x]! + this.visits[MIRROR[x]!]!;
      this.adjustments[x] = adjustments === undefined || visits < VISITS_MIN ? NaN : adjustments[x]!;
    }
  }
}

export const microprice: FamilyFactory = () => new Microprice();
