import { type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureContext, type FeatureFamily } from '../family.js';

const DAY_SECONDS = 86_400;
const DAY_NS = 86_400_000_000_000n;
const NS_PER_SECOND = 1e9;

const timeOfDay = (name: string, wave: string): FeatureDefinition => ({
  name,
  group: 'time',
  unit: 'none',
  window: 'now',
  formula: `${wave}(2 pi seconds since midnight UTC / 86400)`,
  least: -1,
  most: 1,
  missing: 'never',
  mirror: 'SAME',
  priceScaleFree: true,
});

const ofSession = (name: string, formula: string): FeatureDefinition => ({
  name,
  group: 'time',
  unit: 'seconds',
  window: 'now',
  formula,
  least: 0,
  most: DAY_SECONDS,
  missing: 'outside trading hours, and where they never end',
  mirror: 'SAME',
  priceScaleFree: true,
});

const DEFINITIONS: readonly FeatureDefinition[] = [
  timeOfDay('timeOfDaySin', 'sin'),
  timeOfDay('timeOfDayCos', 'cos'),
  ofSession('sinceOpenSeconds', 'time since the regular open'),
  ofSession('toCloseSeconds', 'time to the regular close'),
];

/** Where in the day it is. */
class Clock implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  private readonly originOfDaySeconds: number;
  private readonly closes: boolean;

  constructor({ origin, terms, view }: FeatureContext) {
    this.originOfDaySeconds = Number(((origin % DAY_NS) + DAY_NS) % DAY_NS) / NS_PER_SECOND;
    this.closes = (terms.sessionSeconds ?? (view.closeNs - view.openNs) / NS_PER_SECOND) < DAY_SECONDS;
  }

  write({ timeNs, openNs, closeNs }: MarketView, out: Float64Array, offset: number): void {
    const phase = (2 * Math.PI * (this.originOfDaySeconds + timeNs / NS_PER_SECOND)) / DAY_SECONDS;
    const hasHours = this.closes && timeNs >= openNs && timeNs < closeNs;
    out[offset] = Math.sin(phase);
    out[offset + 1] = Math.cos(phase);
    out[offset + 2] = hasHours ? (timeNs - openNs) / NS_PER_SECOND : NaN;
    out[offset + 3] = hasHours ? (closeNs - timeNs) / NS_PER_SECOND : NaN;
  }

  save(): void {
    // The time says it all.
  }

  restore(): void {
    // The time says it all.
  }
}

export const clock: FamilyFactory = (context) => new Clock(context);
