import { type StateReader, type StateWriter } from '#domain/core';
import { type MarketView } from '#domain/market-data';
import { NOT_FULL } from '../book/missing.js';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { RollingSum } from '../rolling-sum.js';
import { isExecution } from './prints.js';

const WINDOWS_SECONDS = [10, 60, 300, 1800];

const DEFINITIONS: readonly FeatureDefinition[] = WINDOWS_SECONDS.flatMap((seconds): FeatureDefinition[] => [
  {
    name: `signedFlow${seconds}sUnits`,
    group: 'trade-flow',
    unit: 'units',
    window: `${seconds} s`,
    formula:
      'sum of sign * size over executions on the exchange, sign +1 where the aggressor bought; ' +
      'signs after Lee and Ready (J. Finance 46(2), 1991) where the source gives none',
    least: -Infinity,
    most: Infinity,
    missing: NOT_FULL,
    mirror: 'NEGATED',
    priceScaleFree: true,
  },
  {
    name: `signedFlowFraction${seconds}s`,
    group: 'trade-flow',
    unit: 'fraction',
    window: `${seconds} s`,
    formula: `signedFlow${seconds}sUnits / volume of the same executions`,
    least: -1,
    most: 1,
    missing: `${NOT_FULL}, or nothing was executed in it`,
    mirror: 'NEGATED',
    priceScaleFree: true,
  },
]);

/** Who is in a hurry: what aggressors bought less what they sold. */
class SignedFlow implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  private readonly flow = new RollingSum(WINDOWS_SECONDS);
  private readonly volume = new RollingSum(WINDOWS_SECONDS);

  onTrade(view: MarketView): void {
    if (!isExecution(view)) return;
    this.flow.add(view.tradeSign * view.tradeSize);
    this.volume.add(view.tradeSize);
  }

  onSecond(): void {
    this.flow.endSecond();
    this.volume.endSecond();
  }

  write(view: MarketView, out: Float64Array, offset: number): void {
    for (let i = 0; i < WINDOWS_SECONDS.length; i += 1) {
      const flow = this.flow.isFull(i) ? this.flow.sum(i) : NaN;
      out[offset + 2 * i] = flow / view.sizeUnitsPerUnit;
      out[offset + 2 * i + 1] = flow / this.volume.sum(i);
    }
  }

  save(into: StateWriter): void {
    this.flow.save(into);
    this.volume.save(into);
  }

  restore(from: StateReader): void {
    this.flow.restore(from);
    this.volume.restore(from);
  }
}

export const signedFlow: FamilyFactory = () => new SignedFlow();
