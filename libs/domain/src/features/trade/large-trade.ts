import { type StateReader, type StateWriter } from '#domain/core';
import { type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { isExecution } from './prints.js';
import { SizeQuantile } from './size-quantile.js';

/** An execution is large when it is above this share of those before it. */
const LARGE_QUANTILE = 0.95;
/** Before that many executions nothing is called large. */
const EXECUTIONS_MIN = 100;
const NS_PER_SECOND = 1e9;

const DEFINITIONS: readonly FeatureDefinition[] = [
  {
    name: 'lastLargeTradeSeconds',
    group: 'large-trades',
    unit: 'seconds',
    window: 'session so far',
    formula:
      'time since the last execution on the exchange above the 95 % quantile of the sizes of those before it in the ' +
      'session, the quantile known to one of 8 steps per doubling of size',
    least: 0,
    most: Infinity,
    missing: 'no large trade since the session has had 100 executions',
    mirror: 'SAME',
    priceScaleFree: true,
  },
];

/** Since when nothing large has traded. */
class LargeTrade implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  private readonly sizes = new SizeQuantile(LARGE_QUANTILE);
  private lastNs = NaN;

  onTrade(view: MarketView): void {
    if (!isExecution(view)) return;
    if (this.sizes.count >= EXECUTIONS_MIN && this.sizes.isExceededBy(view.tradeSize)) this.lastNs = view.timeNs;
    this.sizes.add(view.tradeSize);
  }

  write(view: MarketView, out: Float64Array, offset: number): void {
    out[offset] = (view.timeNs - this.lastNs) / NS_PER_SECOND;
  }

  save(into: StateWriter): void {
    into.number(this.lastNs);
    this.sizes.save(into);
  }

  restore(from: StateReader): void {
    this.lastNs = from.number();
    this.sizes.restore(from);
  }
}

export const largeTrade: FamilyFactory = () => new LargeTrade();
