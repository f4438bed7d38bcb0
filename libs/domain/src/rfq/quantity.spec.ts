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
  ])('%d %s is %d units', (quantity, unit, overrides, units) => {
    const result = toUnits(quantity, unit, terms(overrides), 100, 'quantity');
    expect(result.ok && result.value).toBeCloseTo(units, 9);
  });

  it.each<[string, number, QuantityUnit, string]>([
    ['zero', 0, 'UNITS', 'at least 1 UNITS'],
    ['negative', -5, 'UNITS', 'at least 1 UNITS'],
    ['NaN', NaN, 'UNITS', 'at least 1 UNITS'],
    ['infinite', Infinity, 'UNITS', 'at least 1 UNITS'],
    ['1e308', 1e308, 'UNITS', 'at most 400000000 units'],
    ['half a share', 0.5, 'UNITS', 'a multiple of 1 UNITS'],
    ['not a whole lot', 1.5, 'UNITS', 'a multiple of 1 UNITS'],
    ['less than one lot of notional', 50, 'NOTIONAL', 'at least 100 NOTIONAL'],
  ])('refuses %s, naming the field', (_, quantity, unit, allowed) => {
    const result = toUnits(quantity, unit, terms(), 100, 'quotes.3.quantity');
    expect(result).toMatchObject({ ok: false, error: { code: 'INVALID_QUANTITY', field: 'quotes.3.quantity' } });
    expect(!result.ok && result.error.allowed).toContain(allowed);
  });
});
