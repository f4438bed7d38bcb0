import { type StateReader, type StateWriter } from '#domain/core';
import { ASK, BID, type BookSide, type L2Book, type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { RollingSum } from '../rolling-sum.js';
import { RollingTimeMean } from '../rolling-time-mean.js';
import { NOT_FULL } from './missing.js';
import { quoteFlow } from './quote-flow.js';

const LEVELS = 5;
const WINDOWS_SECONDS = [1, 10, 60, 300];
const NS_PER_SECOND = 1e9;

const MISSING = `${NOT_FULL}, or at no time of it the book was open, not crossed and had ${LEVELS} levels on both sides`;

const DEFINITIONS: readonly FeatureDefinition[] = WINDOWS_SECONDS.flatMap((seconds): FeatureDefinition[] => [
  {
    name: `ofi${LEVELS}Levels${seconds}sUnits`,
    group: 'ofi',
    unit: 'units',
    window: `${seconds} s`,
    formula:
      `sum over the best ${LEVELS} levels of the order-flow imbalance between the m-th best bid and the m-th best ask, each as ` +
      `ofiBest${seconds}sUnits; Xu, Gould and Howison (Market Microstructure and Liquidity 4(3), 2018)`,
    least: -Infinity,
    most: Infinity,
    missing: MISSING,
    mirror: 'NEGATED',
    priceScaleFree: true,
  },
  {
    name: `ofi${LEVELS}LevelsPerDepth${seconds}s`,
    group: 'ofi',
    unit: 'multiples of the mean depth of a level',
    window: `${seconds} s`,
    formula:
      `ofi${LEVELS}Levels${seconds}sUnits / time-weighted mean of (Qb + Qa) / ${2 * LEVELS} over the same window, Qb and Qa the sizes of ` +
      `the best ${LEVELS} levels; the scaling of Cont, Cucuringu and Zhang (Quantitative Finance 23(10), 2023), with equal weights`,
    least: -Infinity,
    most: Infinity,
    missing: MISSING,
    mirror: 'NEGATED',
    priceScaleFree: true,
  },
]);

/** The best levels of one side as they were when last read. */
class BestLevels {
  /** Sizes together; NaN: not read, or there were fewer levels. */
  depth = NaN;
  private readonly prices = new Float64Array(LEVELS).fill(NaN);
  private readonly sizes = new Float64Array(LEVELS).fill(NaN);
  private readonly pricesBefore = new Float64Array(LEVELS);
  private readonly sizesBefore = new Float64Array(LEVELS);
  /** Prices times it: higher is better. */
  private readonly sign: number;

  constructor(private readonly side: BookSide) {
    this.sign = side === BID ? 1 : -1;
  }

  /** Whether these levels may look different after a change at `price` (NaN: nothing changed). */
  isTouched(price: number): boolean {
    return this.sign * price >= this.sign * this.prices[LEVELS - 1]! || Number.isNaN(this.depth);
  }

  /**
   * Reads the levels anew that changes from the price `best` to the price `worst` may have touched, and says how much
   * stronger they became; without meaning unless they were and are known.
   */
  read(book: L2Book, best: number, worst: number): number {
    const from = this.betterThan(best);
    const size = best === worst && this.prices[from] === best ? book.sizeAtPrice(this.side, best) : 0;
    return size > 0 ? this.resize(from, size) : this.readFrom(from, book);
  }

  /** Forgotten entirely: a saved state does not depend on what nobody will look at again. */
  forget(): void {
    this.depth = NaN;
    this.prices.fill(NaN);
    this.sizes.fill(NaN);
  }

  save(into: StateWriter): void {
    into.number(this.depth);
    into.numbers(this.prices);
    into.numbers(this.sizes);
  }

  restore(from: StateReader): void {
    this.depth = from.number();
    from.numbers(this.prices);
    from.numbers(this.sizes);
  }

  /** Only the size at one level changed. */
  private resize(level: number, size: number): number {
    const { sizes } = this;
    const flow = size - sizes[level]!;
    sizes[level] = size;
    this.depth = sumOf(sizes);
    return flow;
  }

  private readFrom(from: number, book: L2Book): number {
    const { prices, sizes, pricesBefore, sizesBefore } = this;
    for (let i = from; i < LEVELS; i += 1) {
      pricesBefore[i] = prices[i]!;
      sizesBefore[i] = sizes[i]!;
    }
    if (book.readBest(this.side, prices, sizes, from) < LEVELS) {
      this.forget();
      return 0;
    }
    let flow = 0;
    for (let i = from; i < LEVELS; i += 1) {
      flow += quoteFlow(this.sign * (prices[i]! - pricesBefore[i]!), sizesBefore[i]!, sizes[i]!);
    }
    this.depth = sumOf(sizes);
    return flow;
  }

  /** How many of the levels are better than `price`; none while they are not known. */
  private betterThan(price: number): number {
    const { sign, prices } = this;
    let better = 0;
    while (better < LEVELS && sign * prices[better]! > sign * price) better += 1;
    return better;
  }
}

const sumOf = (sizes: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < LEVELS; i += 1) sum += sizes[i]!;
  return sum;
};

/** Order-flow imbalance at the best levels together. */
class OfiLevels implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  private readonly bids = new BestLevels(BID);
  private readonly asks = new BestLevels(ASK);
  private readonly flow = new RollingSum(WINDOWS_SECONDS);
  private readonly depth = new RollingTimeMean(WINDOWS_SECONDS);

  onBook(view: MarketView): void {
    const { bids, asks } = this;
    if (Number.isNaN(view.mid) || !view.isDepthValid) {
      bids.forget();
      asks.forget();
      this.depth.set(NaN, view.timeNs);
      return;
    }
    const depthBefore = bids.depth + asks.depth;
    let flow = 0;
    if (bids.isTouched(view.touchedBid)) flow += bids.read(view.book, view.touchedBid, view.touchedBidWorst);
    if (asks.isTouched(view.touchedAsk)) flow -= asks.read(view.book, view.touchedAsk, view.touchedAskWorst);
    const depth = bids.depth + asks.depth;
    const isFlow = !view.isToldAnew && !Number.isNaN(depthBefore) && !Number.isNaN(depth);
    if (isFlow) this.flow.add(flow);
    this.depth.set(depth / (2 * LEVELS), view.timeNs);
  }

  onSecond(_view: MarketView, second: number): void {
    this.flow.endSecond();
    this.depth.endSecond(second * NS_PER_SECOND);
  }

  write(view: MarketView, out: Float64Array, offset: number): void {
    for (let i = 0; i < WINDOWS_SECONDS.length; i += 1) {
      const depth = this.depth.mean(i, view.timeNs);
      const flow = this.flow.isFull(i) && !Number.isNaN(depth) ? this.flow.sum(i) : NaN;
      out[offset + 2 * i] = flow / view.sizeUnitsPerUnit;
      out[offset + 2 * i + 1] = flow / depth;
    }
  }

  save(into: StateWriter): void {
    this.bids.save(into);
    this.asks.save(into);
    this.flow.save(into);
    this.depth.save(into);
  }

  restore(from: StateReader): void {
    this.bids.restore(from);
    this.asks.restore(from);
    this.flow.restore(from);
    this.depth.restore(from);
  }
}

export const ofiLevels: FamilyFactory = () => new OfiLevels();
