import { describe, expect, it } from '@jest/globals';
import { formatInstant } from '#domain/core';
import { MemoryMarketState } from '#adapters/memory';
import { market } from '../../../../test/factories/market.js';
import { rfqTime } from '../../../../test/factories/rfq.js';
import { ObservedMids } from './index.js';

const HALF_A_SECOND = 500_000_000n;

const observer = () => {
  const state = new MemoryMarketState();
  const mids = new ObservedMids(state);
  /** Looks at a time at a book that changed last at another. */
  const look = (seconds: number, mid: number, changedAt = seconds): void => {
    const bids = [{ price: mid - 0.01, size: 500 }] as const;
    const asks = [{ price: mid + 0.01, size: 500 }] as const;
    state.setSnapshot(market({ exchangeTime: formatInstant(rfqTime(changedAt)), bids, asks }));
    state.setNow(rfqTime(seconds));
    mids.look();
  };
  const at = (seconds: number) => mids.at('TEST', rfqTime(seconds), HALF_A_SECOND);
  return { state, mids, look, at };
};

describe('the mid of a time', () => {
  it('is the one that stood then, though it is asked for later', () => {
    const { look, at } = observer();
    look(1, 100);
    look(1.25, 101);
    look(2, 102);
    expect(at(1.1)).toEqual({ price: 100, marketAt: rfqTime(1) });
    expect(at(1.25)).toEqual({ price: 101, marketAt: rfqTime(1.25) });
    expect(at(1.75)).toEqual({ price: 101, marketAt: rfqTime(1.25) });
  });

  it('is never one that came after it', () => {
    const { look, at } = observer();
    look(5, 100);
    expect(at(4.999)).toBeUndefined();
  });

  it('is not known where nobody looked for half a second before it', () => {
    const { look, at } = observer();
    look(1, 100);
    look(2, 101);
    expect(at(1.5)).toMatchObject({ price: 100 });
    expect(at(1.500_000_001)).toBeUndefined();
  });

  it('is known also to who looks first after it, where the book has not changed since', () => {
    const { look, at } = observer();
    look(60, 100, 3);
    expect(at(31)).toEqual({ price: 100, marketAt: rfqTime(3) });
    expect(at(2)).toBeUndefined();
  });

  it('is of this pass of the session', () => {
    const { look, at } = observer();
    look(60, 100);
    look(10, 90);
    look(61, 90, 10);
    expect(at(60.1)).toEqual({ price: 90, marketAt: rfqTime(10) });
  });

  it.each([
    [
      'a feed that was silent',
      (state: MemoryMarketState) => {
        state.setFeedSilenceMs(501);
      },
    ],
    [
      'a market that is closed',
      (state: MemoryMarketState) => {
        state.setSnapshot(market({ status: 'CLOSED' }));
      },
    ],
    [
      'another instrument',
      (state: MemoryMarketState) => {
        state.setSnapshot(market({ terms: { ...market().terms, instrumentId: 'X' } }));
      },
    ],
  ])('is not that of %s', (_, spoil) => {
    const { state, mids, at } = observer();
    state.setNow(rfqTime(1));
    spoil(state);
    mids.look();
    expect(at(1)).toBeUndefined();
  });

  it('is remembered for a while', () => {
    const { look, at } = observer();
    for (let i = 0; i < 1_000; i += 1) look(i / 4, 100 + i);
    expect(at(240)).toMatchObject({ price: 100 + 4 * 240 });
    expect(at(100)).toBeUndefined();
  });
});
