import { describe, expect, it } from '@jest/globals';
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

  it('refuses a fraction of a lot however large the block is', () => {
    const known = terms({ averageDailyVolume: 1e9 });
    expect(toUnits(2_000_000_000.5, 'UNITS', known, 100, 'quantity').ok).toBe(false);
    expect(toUnits(2_000_000_000, 'UNITS', known, 100, 'quantity')).toEqual({ ok: true, value: 2e9 });
  });
});
