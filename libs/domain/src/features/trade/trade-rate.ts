import { type StateReader, type StateWriter } from '#domain/core';
import { type MarketView } from '#domain/market-data';
import { NOT_FULL } from '../book/missing.js';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { RollingSum } from '../rolling-sum.js';
import { countsInVolume, isExecution } from './prints.js';

const WINDOWS_SECONDS = [10, 60, 300];
const NS_PER_SECOND = 1e9;
const BEFORE_OPEN = `${NOT_FULL}, or it is not open yet`;

const DEFINITIONS: readonly FeatureDefinition[] = WINDOWS_SECONDS.flatMap((seconds): FeatureDefinition[] => [
  {
    name: `tradeRate${seconds}sPerSecond`,
    group: 'trade-rate',
    unit: '1/s',
    window: `${seconds} s`,
    formula: 'executions on the exchange / seconds of the window since the open',
    least: 0,
    most: Infinity,
    missing: BEFORE_OPEN,
    mirror: 'SAME',
    priceScaleFree: true,
  },
  {
    name: `volumeRate${seconds}sUnitsPerSecond`,
    group: 'trade-rate',
    unit: 'units/s',
    window: `${seconds} s`,
    formula: 'size of all prints but those of auctions / seconds of the window since the open',
    least: 0,
    most: Infinity,
    missing: BEFORE_OPEN,
    mirror: 'SAME',
    priceScaleFree: true,
  },
]);

/** How busy the market is. */
class TradeRate implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  private readonly executions = new RollingSum(WINDOWS_SECONDS);
  private readonly volume = new RollingSum(WINDOWS_SECONDS);

  onTrade(view: MarketView): void {
    if (isExecution(view)) this.executions.add(1);
    if (countsInVolume(view)) this.volume.add(view.tradeSize);
  }

  onSecond(): void {
    this.executions.endSecond();
    this.volume.endSecond();
  }

  write(view: MarketView, out: Float64Array, offset: number): void {
    const { timeNs, openNs, sizeUnitsPerUnit } = view;
    const runningSeconds = (timeNs % NS_PER_SECOND) / NS_PER_SECOND;
    const sinceOpenSeconds = timeNs > openNs ? (timeNs - openNs) / NS_PER_SECOND : NaN;
    for (let i = 0; i < WINDOWS_SECONDS.length; i += 1) {
      const seconds = Math.min(WINDOWS_SECONDS[i]! + runningSeconds, sinceOpenSeconds);
      const perSecond = this.executions.isFull(i) ? 1 / seconds : NaN;
      out[offset + 2 * i] = this.executions.sum(i) * perSecond;
      out[offset + 2 * i + 1] = (this.volume.sum(i) / sizeUnitsPerUnit) * perSecond;
    }
  }

  save(into: StateWriter): void {
    this.executions.save(into);
    this.volume.save(into);
  }

  restore(from: StateReader): void {
    this.executions.restore(from);
    this.volume.restore(from);
  }
}

export const tradeRate: FamilyFactory = () => new TradeRate();
