import { type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { IMPLIED_VOLATILITY, SENTIMENT } from '../signal-row.js';
import { type SignalLookup } from '../signals.js';

const DEFINITIONS: readonly FeatureDefinition[] = [
  {
    name: 'impliedVolatility',
    group: 'signals',
    unit: 'fraction per sqrt(year)',
    window: 'now',
    formula: `last known value of the signal ${IMPLIED_VOLATILITY.name}`,
    least: IMPLIED_VOLATILITY.least,
    most: IMPLIED_VOLATILITY.most,
    missing: 'no value was known',
    mirror: 'SAME',
    priceScaleFree: true,
  },
  {
    name: 'sentiment',
    group: 'signals',
    unit: 'score',
    window: 'now',
    formula: `last known value of the signal ${SENTIMENT.name}`,
    least: SENTIMENT.least,
    most: SENTIMENT.most,
    missing: 'no value was known',
    mirror: 'NEGATED',
    priceScaleFree: true,
  },
  {
    name: 'nextEventSeconds',
    group: 'signals',
    unit: 'seconds',
    window: 'now',
    formula: 'time to the earliest scheduled event ahead among those announced by now',
    least: 0,
    most: Infinity,
    missing: 'no event ahead was announced',
    mirror: 'SAME',
    priceScaleFree: true,
  },
];

/** What is known from outside the market. */
class OutsideSignals implements FeatureFamily {
  readonly definitions = DEFINITIONS;

  constructor(private readonly signals: SignalLookup) {}

  write({ timeNs }: MarketView, out: Float64Array, offset: number): void {
    out[offset] = this.signals.value(IMPLIED_VOLATILITY.name, timeNs);
    out[offset + 1] = this.signals.value(SENTIMENT.name, timeNs);
    out[offset + 2] = this.signals.secondsToNextEvent(timeNs);
  }

  save(): void {
    // The series are looked up as of a time: nothing is remembered.
  }

  restore(): void {
    // As above.
  }
}

export const outsideSignals: FamilyFactory = ({ signals }) => new OutsideSignals(signals);
