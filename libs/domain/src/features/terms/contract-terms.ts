import { BPS, parseInstant } from '#domain/core';
import { type InstrumentKind, type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureContext, type FeatureFamily } from '../family.js';
import { NO_MID } from '../book/missing.js';

const DAY_NS = 86_400e9;
const KINDS: readonly { readonly kind: InstrumentKind; readonly name: string }[] = [
  { kind: 'EQUITY', name: 'isEquity' },
  { kind: 'SPOT', name: 'isSpot' },
  { kind: 'PERPETUAL', name: 'isPerpetual' },
  { kind: 'FUTURE', name: 'isFuture' },
  { kind: 'OPTION', name: 'isOption' },
  { kind: 'SPREAD', name: 'isSpread' },
];

const flag = (name: string, formula: string): FeatureDefinition => ({
  name,
  group: 'terms',
  unit: '0 or 1',
  window: 'now',
  formula,
  least: 0,
  most: 1,
  missing: 'nobody states the kind of the instrument',
  mirror: 'SAME',
  priceScaleFree: true,
});

const DEFINITIONS: readonly FeatureDefinition[] = [
  {
    name: 'tickBps',
    group: 'terms',
    unit: 'bps',
    window: 'now',
    formula: '1e4 smallest price step / mid',
    least: 0,
    most: Infinity,
    missing: NO_MID,
    mirror: 'SAME',
    priceScaleFree: true,
  },
  {
    name: 'lotNotional',
    group: 'terms',
    unit: 'currency',
    window: 'now',
    formula: 'smallest quantity step, in units * mid',
    least: 0,
    most: Infinity,
    missing: `nobody states the lot, or ${NO_MID}`,
    mirror: 'SAME',
    priceScaleFree: false,
  },
  {
    name: 'contractMultiplierUnits',
    group: 'terms',
    unit: 'units per contract',
    window: 'now',
    formula: 'units of the underlying per contract; 1 for shares and spot',
    least: 0,
    most: Infinity,
    missing: 'nobody states it, nor that the instrument is a share or spot',
    mirror: 'SAME',
    priceScaleFree: true,
  },
  {
    name: 'toExpiryDays',
    group: 'terms',
    unit: 'days',
    window: 'now',
    formula: 'time to expiry / 86400 s',
    least: 0,
    most: Infinity,
    missing: 'no expiry is stated, or it is over',
    mirror: 'SAME',
    priceScaleFree: true,
  },
  flag('isInverse', '1: a contract is worth a fixed amount of currency; 0: of the underlying'),
  ...KINDS.map(({ kind, name }) => flag(name, `1: the instrument is of kind ${kind}`)),
];

/** What kind of contract is traded. */
class ContractTerms implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  private readonly lotSize: number;
  private readonly isInverse: boolean;
  private readonly priceUnitsPerCurrency: number;
  private readonly contractMultiplier: number;
  private readonly expiryNs: number;
  private readonly flags: readonly number[];

  constructor({ terms, origin, priceUnitsPerCurrency }: FeatureContext) {
    const { kind } = terms;
    const expiresAt = terms.expiresAt === undefined ? undefined : parseInstant(terms.expiresAt);
    const isWhole = kind === 'EQUITY' || kind === 'SPOT';
    this.lotSize = terms.lotSize ?? NaN;
    this.isInverse = terms.isInverse === true;
    this.priceUnitsPerCurrency = priceUnitsPerCurrency;
    this.contractMultiplier = terms.contractMultiplier ?? (isWhole ? 1 : NaN);
    this.expiryNs = expiresAt === undefined ? NaN : Number(expiresAt - origin);
    this.flags = [terms.isInverse ?? false, ...KINDS.map((each) => each.kind === kind)].map((holds) =>
      kind === undefined ? NaN : Number(holds),
    );
  }

  write({ timeNs, tickUnits, mid }: MarketView, out: Float64Array, offset: number): void {
    out[offset] = (BPS * tickUnits) / mid;
    // The lot of an inverse contract is an amount of currency: that many units at the mid are worth it.
    const lotUnits = this.isInverse ? (this.lotSize / mid) * this.priceUnitsPerCurrency : this.lotSize;
    out[offset + 1] = (lotUnits * mid) / this.priceUnitsPerCurrency;
    out[offset + 2] = this.contractMultiplier;
    out[offset + 3] = timeNs > this.expiryNs ? NaN : (this.expiryNs - timeNs) / DAY_NS;
    for (let i = 0; i < this.flags.length; i += 1) out[offset + 4 + i] = this.flags[i]!;
  }

  save(): void {
    // Terms hold for the session.
  }

  restore(): void {
    // Terms hold for the session.
  }
}

export const contractTerms: FamilyFactory = (context) => new ContractTerms(context);
