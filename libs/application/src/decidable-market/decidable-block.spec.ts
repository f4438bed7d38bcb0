import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '#domain/core';
import { type InstrumentTerms } from '#domain/market-data';
import { MemoryMarketState } from '#adapters/memory';
import { instrumentState } from '../../../../test/factories/instrument-state.js';
import { market, terms } from '../../../../test/factories/market.js';
import { decidableBlock, type StatedBlock } from './index.js';

const NOW = '2024-03-05T15:00:01Z';

/** A block of 5 contracts, in a market around 100.00. */
const decide = (overrides: Partial<InstrumentTerms>, stated: Partial<StatedBlock> = {}) => {
  const state = new MemoryMarketState();
  state.setSnapshot(market({ terms: terms(overrides) }));
  state.setNow(parseInstant(NOW)!);
  return decidableBlock(state, { instrumentId: 'TEST', quantity: 5, quantityUnit: 'CONTRACTS', ...stated });
};

describe('a block to decide on', () => {
  it.each<[string, Partial<InstrumentTerms>, number]>([
    ['shares', {}, 5],
    ['a linear future', { kind: 'FUTURE', contractMultiplier: 50, lotSize: 50 }, 250],
    ['an inverse future', { kind: 'FUTURE', isInverse: true, contractMultiplier: 1000, lotSize: 1000 }, 50],
  ])('of %s is in units, at the mid', (_, overrides, units) => {
    expect(decide(overrides)).toMatchObject({ ok: true, value: { quantity: units, market: { sequence: 1 } } });
  });

  it('comes with the features of its market, and without any where only the market is known', () => {
    const state = new MemoryMarketState();
    state.setNow(parseInstant(NOW)!);
    const block = { instrumentId: 'TEST', quantity: 5, quantityUnit: 'UNITS' } as const;
    const known = instrumentState(market());
    state.setState(known);
    expect(decidableBlock(state, block)).toMatchObject({ ok: true, value: { features: known.features } });
    state.setSnapshot(market({ sequence: 2 }));
    expect(decidableBlock(state, block)).toMatchObject({
      ok: true,
      value: { market: { sequence: 2 }, features: null },
    });
  });

  it('is refused when the quantity is', () => {
    expect(decide({}, { quantity: 0 })).toMatchObject({
      ok: false,
      error: { code: 'INVALID_QUANTITY', field: 'quantity' },
    });
  });

  it.each([
    ['2024-03-05T15:00:01Z', false],
    ['2024-03-05T15:00:01.000000001Z', true],
    ['2023-03-05T15:00:01Z', false],
  ])('of what expires at %s can be decided on: %s', (expiresAt, isOpen) => {
    const decided = decide({ kind: 'FUTURE', expiresAt });
    expect(decided.ok).toBe(isOpen);
    if (decided.ok) return;
    expect(decided.error).toMatchObject({ code: 'MARKET_NOT_TRADABLE', field: 'instrumentId' });
    expect(decided.error.message).toBe(`TEST expired at ${expiresAt}`);
  });
});
