import { describe, expect, it } from '@jest/globals';
import { type SimulatedAuction } from '#domain/market-data';
import { RecentAuctions } from './recent-auctions.js';

const auction = (number: number, knownNs: number): SimulatedAuction => ({
  auctionId: String(number),
  requestedNs: knownNs - 2,
  endedNs: knownNs - 1,
  knownNs,
  side: 'BUY',
  quantity: 100,
  clientTier: 'ALL',
  arrivalMid: 100,
  quotes: [],
  result: 'PASSED',
});

const recentOf = (knownNs: readonly number[]) => {
  let told = 0;
  const until = (timeNs: number): readonly SimulatedAuction[] => {
    const from = told;
    while ((knownNs[told] ?? Infinity) <= timeNs) told += 1;
    return knownNs.slice(from, told).map((known, i) => auction(from + i, known));
  };
  const recent = new RecentAuctions({ until }, (timeNs) => `at ${timeNs}`);
  return { at: (timeNs: number) => recent.at(timeNs).map(({ auctionId }) => Number(auctionId)), recent };
};

describe('RecentAuctions', () => {
  it('are those that are known by a time, newest first', () => {
    const { at } = recentOf([10, 20, 20, 30]);
    expect([9, 10, 19, 20, 30, 1_000].map((timeNs) => at(timeNs))).toEqual([
      [],
      [0],
      [0],
      [2, 1, 0],
      [3, 2, 1, 0],
      [3, 2, 1, 0],
    ]);
  });

  it('are the last eight, told with their times as instants', () => {
    const { at, recent } = recentOf(Array.from({ length: 20 }, (_, i) => i));
    expect(at(14)).toEqual([14, 13, 12, 11, 10, 9, 8, 7]);
    expect(recent.at(14)[0]).toMatchObject({ requestedAt: 'at 12', endedAt: 'at 13', knownAt: 'at 14' });
    expect(recent.at(14)).toBe(recent.at(14));
  });
});
