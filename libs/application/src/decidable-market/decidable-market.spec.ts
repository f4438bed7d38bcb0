import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '#domain/core';
import { type MarketSnapshot } from '#domain/market-data';
import { MemoryMarketState } from '#adapters/memory';
import { market } from '../../../../test/factories/market.js';
import { decidableMarket } from './index.js';

const NOW = parseInstant('2024-03-05T15:00:01Z')!;

const decide = (overrides: Partial<MarketSnapshot>, now = NOW): string => {
  const state = new MemoryMarketState();
  state.setSnapshot({ ...market(), ...overrides });
  state.setNow(now);
  const decided = decidableMarket(state, 'TEST');
  return decided.ok ? 'decided on' : `${decided.error.code}: ${decided.error.message}`;
};

describe('a market to decide on', () => {
  it.each<[string, Partial<MarketSnapshot>, string]>([
    ['is open and has two sides', {}, 'decided on'],
    ['may be locked', { bids: [{ price: 100.005, size: 1 }] }, 'decided on'],
    [
      'may have lost all but its best prices',
      { bookFault: { validity: 'DEPTH_INVALID', reason: 'GAP' } },
      'decided on',
    ],
    [
      'is not one whose best prices are lost too',
      { bookFault: { validity: 'INVALID', reason: 'GAP' } },
      'MARKET_NOT_TRADABLE: the book of TEST is marked invalid: GAP',
    ],
    [
      'is not one that is marked, whatever it shows',
      { bookFault: { validity: 'INVALID', reason: 'STAYS_CROSSED' }, bids: [{ price: 101, size: 1 }] },
      'MARKET_NOT_TRADABLE: the book of TEST is marked invalid: STAYS_CROSSED',
    ],
    [
      'is not crossed',
      { bids: [{ price: 101, size: 1 }] },
      'CROSSED_MARKET: the book of TEST is crossed: bid 101 above ask 100.005',
    ],
    ['is not one-sided', { asks: [] }, 'MARKET_NOT_TRADABLE: the book of TEST has only one side'],
    ['is not halted', { status: 'HALTED' }, 'MARKET_NOT_TRADABLE: trading in TEST is HALTED'],
  ])('%s', (_, overrides, answer) => {
    expect(decide(overrides)).toBe(answer);
  });

  it('is not one in which nothing has happened for a quarter of an hour', () => {
    const after = (seconds: bigint): string => decide({}, parseInstant('2024-03-05T15:00:00Z')! + seconds * 10n ** 9n);
    expect(after(900n)).toBe('decided on');
    expect(after(901n)).toBe('STALE_MARKET: the book of TEST has not changed for 901 s');
  });

  it('is one of the session, of a feed that speaks', () => {
    const state = new MemoryMarketState();
    const answer = () => decidableMarket(state, 'TEST');
    expect(answer()).toMatchObject({ error: { message: 'the market feed has not been heard yet' } });
    state.setNow(NOW);
    expect(answer()).toMatchObject({ error: { code: 'UNKNOWN_INSTRUMENT', field: 'instrumentId' } });
    state.setSnapshot(market());
    state.setFeedSilenceMs(2_000);
    expect(answer().ok).toBe(true);
    state.setFeedSilenceMs(2_001);
    expect(answer()).toMatchObject({ error: { message: 'the market feed has been silent for 2001 ms' } });
  });
});
