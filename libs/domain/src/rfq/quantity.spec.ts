import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type InstrumentTerms } from '#domain/market-data';
import { terms } from '../../../../test/factories/market.js';
import { toUnits, type QuantityUnit } from './index.js';

describe('toUnits', () => {
  it.each<[number, QuantityUnit, object, number]>([
    [100, 'UNITS', {}, 100],
    [0.3, 'UNITS', { lotSize: 0.1 }, 0.3],
    [4, 'CONTRACTS', { contractMultiplier: 50, lotSize: 50 }, 200],
    [10_050, 'NOTIONAL', {}, 100],
    [10_000, 'NOTIONAL', {}, 100],
    [0.057, 'UNITS', { lotSize: 1e-3 }, 0.057],
    [0.000_000_03, 'UNITS', { lotSize: 1e-8 }, 3e-8],
    [3, 'CONTRACTS', { contractMultiplier: 0.1, lotSize: 0.1 }, 0.3],
    [30, 'NOTIONAL', { lotSize: 0.1 }, 0.3],
  ])('%d %s is %d units', (quantity, unit, overrides, units) => {
    const result = toUnits(quantity, unit, terms(overrides), 100, 'quantity');
    expect(result.ok && result.value).toBe(units);
  });

  it.each<[string, number, QuantityUnit, string]>([
    ['zero', 0, 'UNITS', 'at least 1 UNITS'],
    ['negative', -5, 'UNITS', 'at least 1 UNITS'],
    ['NaN', NaN, 'UNITS', 'at least 1 UNITS'],
    ['infinite', Infinity, 'UNITS', 'at least 1 UNITS'],
    ['1e308', 1e308, 'UNITS', 'at most 400000000 UNITS'],
    ['half a share', 0.5, 'UNITS', 'a multiple of 1 UNITS'],
    ['not a whole lot', 1.5, 'UNITS', 'a multiple of 1 UNITS'],
    ['less than one lot of notional', 50, 'NOTIONAL', 'at least 100 NOTIONAL'],
  ])('refuses %s, naming the field', (_, quantity, unit, allowed) => {
    const result = toUnits(quantity, unit, terms(), 100, 'quotes.3.quantity');
    expect(result).toMatchObject({ ok: false, error: { code: 'INVALID_QUANTITY', field: 'quotes.3.quantity' } });
    expect(!result.ok && result.error.allowed).toContain(allowed);
  });

  it.each<[QuantityUnit, number, string]>([
    ['UNITS', 4e6, 'at most 400000000 UNITS'],
    ['CONTRACTS', 4e6, 'at most 8000000 CONTRACTS'],
    ['NOTIONAL', 4e6, 'at most 40000000000 NOTIONAL'],
    ['UNITS', 1e-4, 'at most 0.01 UNITS'],
  ])('says in %s what is too much of %d units a day', (unit, averageDailyVolume, allowed) => {
    const known = terms({ contractMultiplier: 50, lotSize: 1e-3, averageDailyVolume });
    expect(toUnits(1e12, unit, known, 100, 'quantity')).toMatchObject({
      ok: false,
      error: { code: 'INVALID_QUANTITY', allowed },
    });
  });

  describe('of an inverse contract of 100 USD at 40,000', () => {
    const inverse = terms({
      kind: 'PERPETUAL',
      isInverse: true,
      contractMultiplier: 100,
      lotSize: 100,
      averageDailyVolume: 1000,
    });
    const units = (quantity: number, unit: QuantityUnit) => toUnits(quantity, unit, inverse, 40_000, 'quantity');

    it.each<[number, QuantityUnit, number]>([
      [8, 'CONTRACTS', 0.02],
      [800, 'NOTIONAL', 0.02],
      [899.99, 'NOTIONAL', 0.02],
      [0.02, 'UNITS', 0.02],
      [0.0224, 'UNITS', 0.02],
    ])('%d %s is %d units', (quantity, unit, expected) => {
      expect(units(quantity, unit)).toEqual({ ok: true, value: expected });
    });

    it.each<[number, QuantityUnit, string]>([
      [1.5, 'CONTRACTS', 'a multiple of 1 CONTRACTS'],
      [99, 'NOTIONAL', 'at least 100 NOTIONAL'],
      [0.0024, 'UNITS', 'at least 0.0025 UNITS'],
      [1e9, 'CONTRACTS', 'at most 40000000 CONTRACTS'],
      [1e12, 'NOTIONAL', 'at most 4000000000 NOTIONAL'],
      [1e6, 'UNITS', 'at most 100000 UNITS'],
    ])('%d %s is refused: %s', (quantity, unit, allowed) => {
      expect(units(quantity, unit)).toMatchObject({ ok: false, error: { code: 'INVALID_QUANTITY', allowed } });
    });
  });

  it.each<[QuantityUnit, string, number | string]>([
    ['CONTRACTS', 'the spread', 200],
    ['UNITS', 'the spread', 4],
    ['NOTIONAL', 'a spread, which has no notional', 'a quantity in UNITS or CONTRACTS'],
  ])('takes %s of %s for %s', (unit, _, expected) => {
    const result = toUnits(4, unit, terms({ kind: 'SPREAD', contractMultiplier: 50 }), 0.01, 'quantity');
    expect(result.ok ? result.value : result.error.allowed).toBe(expected);
  });

  it('is worth at the price what is stated, to less than a lot', () => {
    const contract = fc.record({
      isInverse: fc.boolean(),
      contractMultiplier: fc.constantFrom(0.001, 1, 10, 100),
      kind: fc.constantFrom<InstrumentTerms['kind']>('PERPETUAL', 'FUTURE'),
    });
    fc.assert(
      fc.property(
        contract,
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.double({ min: 0.5, max: 90_000, noNaN: true }),
        (one, contracts, price) => {
          const known = terms({ ...one, lotSize: one.contractMultiplier, averageDailyVolume: 1e12 });
          const of = (quantity: number, unit: QuantityUnit): number => {
            const result = toUnits(quantity, unit, known, price, 'quantity');
            return result.ok ? result.value : NaN;
          };
          const units = of(contracts, 'CONTRACTS');
          const face = one.isInverse ? units * price : units;
          expect(face / (contracts * one.contractMultiplier)).toBeCloseTo(1, 12);
          const lotUnits = units / contracts;
          expect(Math.abs(of(units * price * (1 + 1e-9), 'NOTIONAL') - units)).toBeLessThan(lotUnits);
        },
      ),
    );
  });

  it('refuses a fraction of a lot however large the block is', () => {
    const known = terms({ averageDailyVolume: 1e9 });
    expect(toUnits(2_000_000_000.5, 'UNITS', known, 100, 'quantity').ok).toBe(false);
    expect(toUnits(2_000_000_000, 'UNITS', known, 100, 'quantity')).toEqual({ ok: true, value: 2e9 });
  });
});
