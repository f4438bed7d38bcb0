import { type StateReader, type StateWriter } from '#domain/core';
import { type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { RollingSum } from '../rolling-sum.js';

const WINDOW_SECONDS = 600;
const STEP_SECONDS = 5;
const RETURNS_MIN = 60;
const WINDOW = `${WINDOW_SECONDS} s`;
const RETURNS =
  'x, y: five-second log returns of the own and the peer’s mid, sampled at the end of each second; no mean is removed';
const MISSING = `there is no peer, fewer than ${RETURNS_MIN} pairs of returns in the window, or one of the two stood still`;

const DEFINITIONS: readonly FeatureDefinition[] = [
  {
    name: `peerCorrelation${WINDOW_SECONDS}s`,
    group: 'cross-asset',
    unit: 'correlation',
    window: WINDOW,
    formula: `sum xy / sqrt(sum xx sum yy); ${RETURNS}; Barndorff-Nielsen and Shephard (Econometrica 72(3), 2004)`,
    least: -1,
    most: 1,
    missing: MISSING,
    mirror: 'SAME',
    priceScaleFree: true,
  },
  {
    name: `peerBeta${WINDOW_SECONDS}s`,
    group: 'cross-asset',
    unit: 'ratio',
    window: WINDOW,
    formula: `sum xy / sum yy; ${RETURNS}; Barndorff-Nielsen and Shephard (Econometrica 72(3), 2004)`,
    least: -Infinity,
    most: Infinity,
    missing: MISSING,
    mirror: 'SAME',
    priceScaleFree: true,
  },
  {
    name: `peerLead${WINDOW_SECONDS}s`,
    group: 'cross-asset',
    unit: 'difference of correlations',
    window: WINDOW,
    formula:
      `corr(x, y ${STEP_SECONDS} s earlier) - corr(x ${STEP_SECONDS} s earlier, y), positive where the peer leads; ` +
      `${RETURNS}; lagged correlations as in Huth and Abergel (J. Empirical Finance 26, 2014)`,
    least: -2,
    most: 2,
    missing: MISSING,
    mirror: 'SAME',
    priceScaleFree: true,
  },
];

/** How the mid moves with that of another instrument, and which of the two moves first. */
class PeerCorrelation implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  private readonly own = new StepReturns();
  private readonly other = new StepReturns();
  private readonly together = new Comovement();
  private readonly peerFirst = new Comovement();
  private readonly ownFirst = new Comovement();
  /** They change with the seconds alone. */
  private readonly values = new Float64Array(DEFINITIONS.length).fill(NaN);

  constructor(private readonly peer: MarketView) {}

  onSecond(view: MarketView, second: number): void {
    this.own.endSecond(view.mid, second);
    this.other.endSecond(this.peer.mid, second);
    this.together.endSecond(this.own.last, this.other.last);
    this.peerFirst.endSecond(this.own.last, this.other.before);
    this.ownFirst.endSecond(this.own.before, this.other.last);
    this.values[0] = this.together.correlation();
    this.values[1] = this.together.beta();
    this.values[2] = this.peerFirst.correlation() - this.ownFirst.correlation();
  }

  write(_view: MarketView, out: Float64Array, offset: number): void {
    for (let i = 0; i < this.values.length; i += 1) out[offset + i] = this.values[i]!;
  }

  save(into: StateWriter): void {
    into.numbers(this.values);
    for (const part of [this.own, this.other, this.together, this.peerFirst, this.ownFirst]) part.save(into);
  }

  restore(from: StateReader): void {
    from.numbers(this.values);
    for (const part of [this.own, this.other, this.together, this.peerFirst, this.ownFirst]) part.restore(from);
  }
}

/** Nothing to compare with. */
class NoPeer implements FeatureFamily {
  readonly definitions = DEFINITIONS;

  write(_view: MarketView, out: Float64Array, offset: number): void {
    out.fill(NaN, offset, offset + DEFINITIONS.length);
  }

  save(): void {
    // There is nothing.
  }

  restore(): void {
    // There is nothing.
  }
}

/** Log returns over the last step and over the one before, at the end of each second; NaN where a mid was missing. */
class StepReturns {
  last = NaN;
  before = NaN;
  /** By number of the second. */
  private readonly logMids = new Float64Array(STEP_SECONDS).fill(NaN);
  private readonly returns = new Float64Array(STEP_SECONDS).fill(NaN);

  endSecond(mid: number, second: number): void {
    const slot = second % STEP_SECONDS;
    const logMid = Math.log(mid);
    this.before = this.returns[slot]!;
    this.last = logMid - this.logMids[slot]!;
    this.logMids[slot] = logMid;
    this.returns[slot] = this.last;
  }

  save(into: StateWriter): void {
    into.number(this.last);
    into.number(this.before);
    into.numbers(this.logMids);
    into.numbers(this.returns);
  }

  restore(from: StateReader): void {
    this.last = from.number();
    this.before = from.number();
    from.numbers(this.logMids);
    from.numbers(this.returns);
  }
}

/** Second moments of pairs of returns over the window; a pair of which one is missing counts nowhere. */
class Comovement {
  private readonly xx = new RollingSum([WINDOW_SECONDS]);
  private readonly yy = new RollingSum([WINDOW_SECONDS]);
  private readonly xy = new RollingSum([WINDOW_SECONDS]);
  private readonly pairs = new RollingSum([WINDOW_SECONDS]);

  endSecond(x: number, y: number): void {
    const product = x * y;
    if (!Number.isNaN(product)) {
      this.xx.add(x * x);
      this.yy.add(y * y);
      this.xy.add(product);
      this.pairs.add(1);
    }
    this.xx.endSecond();
    this.yy.endSecond();
    this.xy.endSecond();
    this.pairs.endSecond();
  }

  correlation(): number {
    if (!this.isKnown()) return NaN;
    const correlation = this.xy.sum(0) / Math.sqrt(this.xx.sum(0) * this.yy.sum(0));
    return Math.min(1, Math.max(-1, correlation));
  }

  beta(): number {
    return this.isKnown() ? this.xy.sum(0) / this.yy.sum(0) : NaN;
  }

  save(into: StateWriter): void {
    for (const sum of [this.xx, this.yy, this.xy, this.pairs]) sum.save(into);
  }

  restore(from: StateReader): void {
    for (const sum of [this.xx, this.yy, this.xy, this.pairs]) sum.restore(from);
  }

  private isKnown(): boolean {
    return this.pairs.sum(0) >= RETURNS_MIN && this.xx.sum(0) > 0 && this.yy.sum(0) > 0;
  }
}

export const peerCorrelation: FamilyFactory = ({ peer }) =>
  peer === undefined ? new NoPeer() : new PeerCorrelation(peer);
