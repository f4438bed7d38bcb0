import { type Rng, seededRng } from '#domain/core';
import { ASK, BID, EventBatch, EventKind, NO_SIDE, StatusCode } from '#domain/market-data';
import { RestingSide } from './resting-side.js';
import { assertPossible, jumpLogSd, type SyntheticParameters } from './synthetic-parameters.js';

/**
 * One session of one invented instrument, as batches of LEVEL and TRADE events between a STATUS of OPEN at time 0 and
 * one of CLOSED at the end; prices in ticks, times in nanoseconds since the open.
 *
 * A pure function of its parameters: equal parameters give equal events on every machine.
 *
 * What is assumed:
 * - The flow has zero intelligence (Cont, Stoikov, Talreja, Oper. Res. 58(3), 2010): limit orders, cancellations and
 *   market orders are independent Poisson streams; the limit rate falls with the distance, cancellations are
 *   proportional to what rests. Order sizes are geometric in lots.
 * - Queues alone give about a third of real volatility (reference 8), so an exogenous fair value leads: it jumps at
 *   Poisson times by a normal log return and reverts to the initial price over hours. Limit orders arrive on their own
 *   side of it, levels that it passes are withdrawn within a fraction of a second, and market orders lean towards it.
 * - The deepest level of a side is neither taken nor cancelled, so both sides always have a price.
 * - Rates do not depend on the time of day, and instruments are independent.
 * - Nothing reacts to own orders: what is traded against this market leaves no trace in it.
 *
 * Throws RangeError naming the parameter that makes the market impossible.
 */
export const syntheticEvents = (parameters: SyntheticParameters): Iterable<EventBatch> => {
  assertPossible(parameters);
  return { [Symbol.iterator]: () => new SyntheticMarket(parameters).run() };
};

const NS_PER_SECOND = 1e9;
/** A market order may sweep a side: more rows than one event has must fit behind this many. */
const BATCH_EVENTS = 512;
const BATCH_ROWS = 1024;
/** Levels per side and orders per level with which the session opens. */
const OPENING_LEVELS = 10;
const OPENING_ORDERS = 2;
/** How much the log odds of a buy grow per tick of fair value above mid. */
const LEAN_PER_TICK = 0.5;

class SyntheticMarket {
  private readonly rng: Rng;
  private readonly bids = new RestingSide(BID);
  private readonly asks = new RestingSide(ASK);
  private readonly jumpSd: number;
  private readonly reversionPerSecond: number;
  private readonly placementCdf: readonly number[];
  private readonly lotsDecay: number;
  /** Log of the fair value over the initial price. */
  private logFair = 0;
  private seconds = 0;
  private readonly batch = new EventBatch(BATCH_ROWS);
  private sequence = 0;

  constructor(private readonly parameters: SyntheticParameters) {
    this.rng = seededRng(streamSeed(parameters));
    this.jumpSd = jumpLogSd(parameters);
    this.reversionPerSecond = Math.LN2 / parameters.reversionHalfLifeSeconds;
    this.placementCdf = harmonicCdf(parameters.placementTicks);
    this.lotsDecay = Math.log(1 - parameters.roundLotUnits / parameters.meanOrderSizeUnits);
  }

  *run(): Generator<EventBatch, void> {
    this.status(StatusCode.OPEN);
    this.openBook();
    for (;;) {
      const rates = this.rates();
      const wait = this.rng.exponential(rates.total);
      if (this.seconds + wait >= this.parameters.sessionSeconds) break;
      this.seconds += wait;
      this.logFair *= Math.exp(-this.reversionPerSecond * wait);
      this.happen(rates);
      if (this.batch.length < BATCH_EVENTS) continue;
      yield this.batch;
      this.batch.clear();
    }
    this.seconds = this.parameters.sessionSeconds;
    this.status(StatusCode.CLOSED);
    yield this.batch;
  }

  private rates(): Rates {
    const { parameters } = this;
    const orders = (this.bids.total + this.asks.total) / parameters.meanOrderSizeUnits;
    const fair = this.fairTicks();
    const stale = this.bids.levelsBetterThan(fair) + this.asks.levelsBetterThan(fair);
    const limit = parameters.limitOrdersPerSecond;
    const cancel = parameters.cancelsPerOrderPerSecond * orders;
    const market = parameters.marketOrdersPerSecond;
    const withdraw = parameters.withdrawalsPerStaleLevelPerSecond * stale;
    const total = limit + cancel + market + withdraw + parameters.jumpsPerSecond;
    return { limit, cancel, market, withdraw, total };
  }

  private happen(rates: Rates): void {
    let u = this.rng.uniform() * rates.total;
    if (u < rates.limit) this.limitOrder();
    else if ((u -= rates.limit) < rates.cancel) this.cancellation();
    else if ((u -= rates.cancel) < rates.market) this.marketOrder();
    else if ((u -= rates.market) < rates.withdraw) this.withdrawal();
    else this.logFair += this.jumpSd * this.rng.normal();
  }

  private limitOrder(): void {
    const own = this.rng.uniform() < 0.5 ? this.bids : this.asks;
    this.rest(own, this.placementPrice(own), this.orderSize());
  }

  /** One order's worth leaves a level, each resting unit being equally likely to be hit. */
  private cancellation(): void {
    const unit = this.rng.uniform() * (this.bids.total + this.asks.total);
    const own = unit < this.bids.total ? this.bids : this.asks;
    const level = own.levelAtDepth(own === this.bids ? unit : unit - this.bids.total);
    this.remove(own, level.price, Math.min(level.size, this.orderSize()));
  }

  private marketOrder(): void {
    const lean = LEAN_PER_TICK * (this.fairTicks() - (this.bids.best()! + this.asks.best()!) / 2);
    const own = this.rng.uniform() < 1 / (1 + Math.exp(-lean)) ? this.asks : this.bids;
    let units = this.orderSize();
    while (units > 0 && own.levelCount > 1) {
      const { price, size } = own.levelAtDepth(0);
      const filled = Math.min(units, size);
      this.emit(EventKind.TRADE, own.side, price, filled);
      this.remove(own, price, filled);
      units -= filled;
    }
  }

  /** The best level of a side, which the fair value has passed, is withdrawn. */
  private withdrawal(): void {
    const fair = this.fairTicks();
    const staleBids = this.bids.levelsBetterThan(fair);
    const stale = staleBids + this.asks.levelsBetterThan(fair);
    const own = this.rng.below(stale) < staleBids ? this.bids : this.asks;
    const { price, size } = own.levelAtDepth(0);
    this.remove(own, price, size);
  }

  private openBook(): void {
    const fair = Math.round(this.fairTicks());
    for (let i = 1; i <= OPENING_LEVELS; i += 1) {
      for (let order = 0; order < OPENING_ORDERS; order += 1) {
        this.rest(this.bids, fair - i, this.orderSize());
        this.rest(this.asks, fair + i, this.orderSize());
      }
    }
  }

  /** A tick on the own side of the fair value and short of the other side's best, at a drawn distance from there. */
  private placementPrice(own: RestingSide): number {
    const fair = this.fairTicks();
    const distance = this.placementDistance();
    return own === this.bids
      ? Math.max(1, Math.min(Math.ceil(fair) - 1, this.asks.best()! - 1) - distance)
      : Math.max(Math.floor(fair) + 1, this.bids.best()! + 1) + distance;
  }

  private placementDistance(): number {
    const u = this.rng.uniform();
    let distance = 0;
    while (u >= this.placementCdf[distance]!) distance += 1;
    return distance;
  }

  private orderSize(): number {
    const lots = 1 + Math.floor(Math.log(1 - this.rng.uniform()) / this.lotsDecay);
    return lots * this.parameters.roundLotUnits;
  }

  private fairTicks(): number {
    return (this.parameters.initialPrice / this.parameters.tickSize) * Math.exp(this.logFair);
  }

  private rest(own: RestingSide, price: number, units: number): void {
    this.emit(EventKind.LEVEL, own.side, price, own.change(price, units));
  }

  private remove(own: RestingSide, price: number, units: number): void {
    const wouldEmptyTheSide = own.levelCount === 1 && own.total === units;
    if (!wouldEmptyTheSide) this.rest(own, price, -units);
  }

  private status(status: number): void {
    const row = this.emit(EventKind.STATUS, NO_SIDE, 0, 0);
    this.batch.detail[row] = status;
  }

  private emit(kind: number, side: number, price: number, size: number): number {
    this.sequence += 1;
    const row = this.batch.append(kind, Math.round(this.seconds * NS_PER_SECOND), this.sequence, price, size);
    this.batch.side[row] = side;
    return row;
  }
}

interface Rates {
  readonly limit: number;
  readonly cancel: number;
  readonly market: number;
  readonly withdraw: number;
  readonly total: number;
}

/** Cumulative probabilities of distances 0..n-1, the weight of a distance d being 1/(d + 1). */
const harmonicCdf = (n: number): readonly number[] => {
  const sums: number[] = [];
  let sum = 0;
  for (let d = 0; d < n; d += 1) sums.push((sum += 1 / (d + 1)));
  // The last entry is exactly 1, above every uniform.
  return sums.map((s) => s / sum);
};

/** Instruments of one seed get streams of their own: FNV-1a over the seed and the name. */
const streamSeed = ({ seed, instrumentId }: SyntheticParameters): number => {
  let hash = 0x811c9dc5;
  for (const char of `${seed}/${instrumentId}`) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193);
  return hash;
};
