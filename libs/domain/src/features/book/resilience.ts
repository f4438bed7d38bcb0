import { type StateReader, type StateWriter } from '#domain/core';
import { ASK, BID, TradeCondition, type BookSide, type MarketView, type SessionTimeNs } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { RollingSum } from '../rolling-sum.js';

const WINDOW_SECONDS = 300;
const NS_PER_SECOND = 1e9;
/** Depth is back when this share of it is. */
const REFILL_SHARE = 0.9;
/** A trade whose hole is not seen within this time left none: it was refilled at once, or the book never showed it. */
const HOLE_NS_MAX = NS_PER_SECOND;
/** What has not come back by then counts as this long. */
const REFILL_NS_MAX = 60 * NS_PER_SECOND;
/** Better levels than the one that was hit that are looked at. */
const LEVELS_MAX = 5;

const definition = (name: string, other: string): FeatureDefinition => ({
  name: `${name}RefillMean${WINDOW_SECONDS}sSeconds`,
  group: 'resilience',
  unit: 'seconds',
  window: `${WINDOW_SECONDS} s`,
  formula:
    `mean time from a trade that took more than 10 % of the best ${name} level until at its price or better (at most 5 levels) ` +
    '90 % of the depth before it rest again, 60 s where that takes longer; over the refills that ended in the window. One at ' +
    'a time per side: later trades prolong the one that runs. After Foucault, Kadan and Kandel (Review of Financial Studies ' +
    '18(4), 2005) and Large (J. Financial Markets 10(1), 2007), who measure how fast the book is replenished',
  least: 0,
  most: REFILL_NS_MAX / NS_PER_SECOND,
  missing: 'no refill ended in the window',
  mirror: { as: `${other}RefillMean${WINDOW_SECONDS}sSeconds` },
  priceScaleFree: true,
});

const DEFINITIONS = [definition('bid', 'ask'), definition('ask', 'bid')];

/** No trade to watch; a trade whose hole was not seen yet; a hole that is not refilled yet. */
const Phase = { IDLE: 0, HIT: 1, OPEN: 2 } as const;

/** The refills of one side. */
class Refills {
  private readonly totalNs = new RollingSum([WINDOW_SECONDS]);
  private readonly count = new RollingSum([WINDOW_SECONDS]);
  private readonly sign: number;
  private phase: number = Phase.IDLE;
  private startNs: SessionTimeNs = 0;
  /** Price that was hit, negated for asks: higher is better. */
  private key = 0;
  /** In size units. */
  private target = 0;

  constructor(private readonly side: BookSide) {
    this.sign = side === BID ? 1 : -1;
  }

  /** A trade met this side of the book. */
  hit(view: MarketView): void {
    if (this.phase !== Phase.IDLE) return;
    const price = this.side === BID ? view.bidPrice : view.askPrice;
    const size = this.side === BID ? view.bidSize : view.askSize;
    const isAtTheBest = this.sign * view.tradePrice <= this.sign * price;
    const target = REFILL_SHARE * size;
    if (!isAtTheBest || size - view.tradeSize >= target) return;
    this.phase = Phase.HIT;
    this.startNs = view.timeNs;
    this.key = this.sign * price;
    this.target = target;
  }

  /** The book changed, on this side at best at `touchedPrice`. */
  look(view: MarketView, touchedPrice: number): void {
    if (this.phase === Phase.IDLE || !(this.sign * touchedPrice >= this.key)) return;
    const isBack = this.depthBack(view) >= this.target;
    if (this.phase === Phase.HIT && !isBack) this.phase = Phase.OPEN;
    else if (this.phase === Phase.OPEN && isBack) this.end(view.timeNs - this.startNs);
  }

  /** The market closed or lost its book: what is watched cannot be measured. */
  drop(): void {
    this.phase = Phase.IDLE;
  }

  endSecond(endNs: SessionTimeNs): void {
    const elapsedNs = endNs - this.startNs;
    if (this.phase === Phase.HIT && elapsedNs > HOLE_NS_MAX) this.drop();
    if (this.phase === Phase.OPEN && elapsedNs >= REFILL_NS_MAX) this.end(REFILL_NS_MAX);
    this.totalNs.endSecond();
    this.count.endSecond();
  }

  meanSeconds(): number {
    return this.totalNs.sum(0) / this.count.sum(0) / NS_PER_SECOND;
  }

  save(into: StateWriter): void {
    for (const value of [this.phase, this.startNs, this.key, this.target]) into.number(value);
    this.totalNs.save(into);
    this.count.save(into);
  }

  restore(from: StateReader): void {
    this.phase = from.number();
    this.startNs = from.number();
    this.key = from.number();
    this.target = from.number();
    this.totalNs.restore(from);
    this.count.restore(from);
  }

  private end(refillNs: number): void {
    this.phase = Phase.IDLE;
    this.totalNs.add(refillNs);
    this.count.add(1);
  }

  private depthBack({ book }: MarketView): number {
    const levels = Math.min(book.count(this.side), LEVELS_MAX);
    let depth = 0;
    for (let i = 0; i < levels && this.sign * book.priceAt(this.side, i)! >= this.key; i += 1) {
      depth += book.sizeAt(this.side, i);
    }
    return depth;
  }
}

/** How long the book takes to recover from a trade, per side. */
class Resilience implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  private readonly bids = new Refills(BID);
  private readonly asks = new Refills(ASK);

  onTrade(view: MarketView): void {
    if (view.tradeCondition !== TradeCondition.DISPLAYED || Number.isNaN(view.mid) || !view.isDepthValid) return;
    if (view.tradeSign < 0) this.bids.hit(view);
    if (view.tradeSign > 0) this.asks.hit(view);
  }

  onBook(view: MarketView): void {
    if (Number.isNaN(view.mid) || !view.isDepthValid) {
      this.bids.drop();
      this.asks.drop();
      return;
    }
    this.bids.look(view, view.touchedBid);
    this.asks.look(view, view.touchedAsk);
  }

  onSecond(_view: MarketView, second: number): void {
    this.bids.endSecond(second * NS_PER_SECOND);
    this.asks.endSecond(second * NS_PER_SECOND);
  }

  write(_view: MarketView, out: Float64Array, offset: number): void {
    out[offset] = this.bids.meanSeconds();
    out[offset + 1] = this.asks.meanSeconds();
  }

  save(into: StateWriter): void {
    this.bids.save(into);
    this.asks.save(into);
  }

  restore(from: StateReader): void {
    this.bids.restore(from);
    this.asks.restore(from);
  }
}

export const resilience: FamilyFactory = () => new Resilience();
