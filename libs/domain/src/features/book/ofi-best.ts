import { type StateReader, type StateWriter } from '#domain/core';
import { type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { RollingSum } from '../rolling-sum.js';
import { RollingTimeMean } from '../rolling-time-mean.js';
import { NOT_FULL } from './missing.js';
import { quoteFlow } from './quote-flow.js';

const WINDOWS_SECONDS = [1, 10, 60, 300];
const NS_PER_SECOND = 1e9;

const SOURCE = 'Cont, Kukanov and Stoikov (J. Financial Econometrics 12(1), 2014)';

const DEFINITIONS: readonly FeatureDefinition[] = WINDOWS_SECONDS.flatMap((seconds): FeatureDefinition[] => [
  {
    name: `ofiBest${seconds}sUnits`,
    group: 'ofi',
    unit: 'units',
    window: `${seconds} s`,
    formula:
      "sum over changes of the best quote of 1[Pb' >= Pb] qb' - 1[Pb' <= Pb] qb - 1[Pa' <= Pa] qa' + 1[Pa' >= Pa] qa, " +
      `where there is a mid before and after; ${SOURCE}`,
    least: -Infinity,
    most: Infinity,
    missing: NOT_FULL,
    mirror: 'NEGATED',
    priceScaleFree: true,
  },
  {
    name: `ofiBestPerDepth${seconds}s`,
    group: 'ofi',
    unit: 'multiples of the mean depth',
    window: `${seconds} s`,
    formula: `ofiBest${seconds}sUnits / time-weighted mean of (qb + qa)/2 over the same window; ${SOURCE}, who find impact to be inverse to it`,
    least: -Infinity,
    most: Infinity,
    missing: `${NOT_FULL}, or there was no mid at any time of it`,
    mirror: 'NEGATED',
    priceScaleFree: true,
  },
]);

/** Order-flow imbalance at the best quote. */
class OfiBest implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  private readonly flow = new RollingSum(WINDOWS_SECONDS);
  private readonly depth = new RollingTimeMean(WINDOWS_SECONDS);
  /** The quote before; NaN where there was no mid. */
  private bidPrice = NaN;
  private bidSize = 0;
  private askPrice = NaN;
  private askSize = 0;

  onQuote(view: MarketView): void {
    const { bidPrice, bidSize, askPrice, askSize, mid, isToldAnew } = view;
    if (Number.isNaN(mid)) {
      this.bidPrice = NaN;
      this.depth.set(NaN, view.timeNs);
      return;
    }
    if (!isToldAnew && !Number.isNaN(this.bidPrice)) {
      this.flow.add(quoteFlow(bidPrice - this.bidPrice, this.bidSize, bidSize));
      this.flow.add(-quoteFlow(this.askPrice - askPrice, this.askSize, askSize));
    }
    this.bidPrice = bidPrice;
    this.bidSize = bidSize;
    this.askPrice = askPrice;
    this.askSize = askSize;
    this.depth.set((bidSize + askSize) / 2, view.timeNs);
  }

  onSecond(_view: MarketView, second: number): void {
    this.flow.endSecond();
    this.depth.endSecond(second * NS_PER_SECOND);
  }

  write(view: MarketView, out: Float64Array, offset: number): void {
    for (let i = 0; i < WINDOWS_SECONDS.length; i += 1) {
      const flow = this.flow.isFull(i) ? this.flow.sum(i) : NaN;
      out[offset + 2 * i] = flow / view.sizeUnitsPerUnit;
      out[offset + 2 * i + 1] = flow / this.depth.mean(i, view.timeNs);
    }
  }

  save(into: StateWriter): void {
    for (const value of [this.bidPrice, this.bidSize, this.askPrice, this.askSize]) into.number(value);
    this.flow.save(into);
    this.depth.save(into);
  }

  restore(from: StateReader): void {
    this.bidPrice = from.number();
    this.bidSize = from.number();
    this.askPrice = from.number();
    this.askSize = from.number();
    this.flow.restore(from);
    this.depth.restore(from);
  }
}

export const ofiBest: FamilyFactory = () => new OfiBest();
