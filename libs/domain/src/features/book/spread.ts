import { BPS, type StateReader, type StateWriter } from '#domain/core';
import { type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { RollingTimeMean } from '../rolling-time-mean.js';
import { NO_MID } from './missing.js';

const WINDOWS_SECONDS = [60, 300];
const NS_PER_SECOND = 1e9;

const DEFINITIONS: readonly FeatureDefinition[] = [
  {
    name: 'spreadBps',
    group: 'spread',
    unit: 'bps',
    window: 'now',
    formula: '1e4 (ask - bid) / mid',
    least: 0,
    most: 2 * BPS,
    missing: NO_MID,
    mirror: 'SAME',
    priceScaleFree: true,
  },
  {
    name: 'spreadTicks',
    group: 'spread',
    unit: 'ticks',
    window: 'now',
    formula: '(ask - bid) / tick',
    least: 0,
    most: Infinity,
    missing: NO_MID,
    mirror: 'SAME',
    priceScaleFree: true,
  },
  ...WINDOWS_SECONDS.map((seconds): FeatureDefinition => ({
    name: `spreadMean${seconds}sBps`,
    group: 'spread',
    unit: 'bps',
    window: `${seconds} s`,
    formula: 'mean of spreadBps over the window, weighted by how long each stood',
    least: 0,
    most: 2 * BPS,
    missing: 'there was no mid at any time of the window',
    mirror: 'SAME',
    priceScaleFree: true,
  })),
];

const spreadBps = ({ spread, mid }: MarketView): number => (spread * BPS) / mid;

/** The quoted spread, now and on average. */
class Spread implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  private readonly means = new RollingTimeMean(WINDOWS_SECONDS);

  onQuote(view: MarketView): void {
    this.means.set(spreadBps(view), view.timeNs);
  }

  onSecond(view: MarketView, second: number): void {
    this.means.endSecond(second * NS_PER_SECOND);
  }

  write(view: MarketView, out: Float64Array, offset: number): void {
    out[offset] = spreadBps(view);
    out[offset + 1] = view.spread / view.tickUnits;
    for (let i = 0; i < WINDOWS_SECONDS.length; i += 1) out[offset + 2 + i] = this.means.mean(i, view.timeNs);
  }

  save(into: StateWriter): void {
    this.means.save(into);
  }

  restore(from: StateReader): void {
    this.means.restore(from);
  }
}

export const spread: FamilyFactory = () => new Spread();
