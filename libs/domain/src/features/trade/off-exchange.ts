import { type StateReader, type StateWriter } from '#domain/core';
import { TradeCondition, type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { RollingSum } from '../rolling-sum.js';
import { countsInVolume } from './prints.js';

const WINDOW_SECONDS = 300;

const definition = (name: string, window: string): FeatureDefinition => ({
  name,
  group: 'off-exchange',
  unit: 'fraction',
  window,
  formula: 'size of prints reported from off the exchange / size of all prints but those of auctions',
  least: 0,
  most: 1,
  missing: 'nothing was printed in the window',
  mirror: 'SAME',
  priceScaleFree: true,
});

const DEFINITIONS: readonly FeatureDefinition[] = [
  definition(`offExchangeFraction${WINDOW_SECONDS}s`, `${WINDOW_SECONDS} s`),
  definition('offExchangeFractionSession', 'session so far'),
];

/** How much of the volume trades in dark pools and with internalisers. */
class OffExchange implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  private readonly off = new RollingSum([WINDOW_SECONDS]);
  private readonly all = new RollingSum([WINDOW_SECONDS]);
  private sessionOff = 0;
  private sessionAll = 0;

  onTrade(view: MarketView): void {
    if (!countsInVolume(view)) return;
    this.all.add(view.tradeSize);
    this.sessionAll += view.tradeSize;
    if (view.tradeCondition !== TradeCondition.OFF_EXCHANGE) return;
    this.off.add(view.tradeSize);
    this.sessionOff += view.tradeSize;
  }

  onSecond(): void {
    this.off.endSecond();
    this.all.endSecond();
  }

  write(_view: MarketView, out: Float64Array, offset: number): void {
    out[offset] = this.off.sum(0) / this.all.sum(0);
    out[offset + 1] = this.sessionOff / this.sessionAll;
  }

  save(into: StateWriter): void {
    into.number(this.sessionOff);
    into.number(this.sessionAll);
    this.off.save(into);
    this.all.save(into);
  }

  restore(from: StateReader): void {
    this.sessionOff = from.number();
    this.sessionAll = from.number();
    this.off.restore(from);
    this.all.restore(from);
  }
}

export const offExchange: FamilyFactory = () => new OffExchange();
