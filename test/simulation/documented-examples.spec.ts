import { describe, expect, it } from '@jest/globals';
import { schedulePolicy, twapSchedule } from '#domain/execution';
import { BID } from '#domain/market-data';
import {
  AuctionEventKind,
  comparePolicies,
  DealerDataset,
  DEFAULT_DIFFUSIVE_MARKET,
  DEFAULT_ORDER_BOOK_MARKET,
  FIRST_DESK,
  firstDealers,
  LIQUID_STOCK,
  LivingMarket,
  OrderType,
  referenceAuctions,
  simulateAuctions,
  SimulatedMarket,
  type ExecutionTask,
} from '#domain/simulation';

/** The examples of docs/simulator.md, shorter. */
describe('the documented examples', () => {
  it('a desk trades in the market of agents, and the stream is of the seed', () => {
    const played = [1, 1, 2].map((seed) => {
      const opened = SimulatedMarket.open(LIQUID_STOCK, seed);
      if (!opened.ok) throw new Error(opened.error.message);
      opened.value.advanceTo(60);
      opened.value.send(FIRST_DESK, BID, OrderType.MARKET, 0, 500);
      return opened.value.hash();
    });
    expect(played[0]).toBe(played[1]);
    expect(played[0]).not.toBe(played[2]);
  });

  it('policies are compared by seed', () => {
    const task: ExecutionTask = { side: 'BUY', quantity: 600, startSeconds: 60, horizonSeconds: 120, decisions: 4 };
    const twap = twapSchedule(task.quantity, task.decisions);
    if (!twap.ok) throw new Error(twap.error.message);
    const policies = [
      { name: 'TWAP, takes', factory: schedulePolicy(twap.value, 'TAKE') },
      { name: 'TWAP, posts', factory: schedulePolicy(twap.value, 'POST') },
    ];
    const compared = comparePolicies(LIQUID_STOCK, task, policies, [1, 2]);
    if (!compared.ok) throw new Error(compared.error.message);
    expect(compared.value[0]!.againstFirstBps.value).toBe(0);
    expect(compared.value[1]!.results.map(({ filled }) => filled)).toEqual([600, 600]);
  });

  it('auctions come with what the dealers saw of them', () => {
    const auctions = referenceAuctions(1);
    const seenByDealers = new DealerDataset(auctions.rules);
    const run = simulateAuctions(
      { auctions, market: DEFAULT_DIFFUSIVE_MARKET, requests: 100, requestsPerSecond: 1 / 30 },
      firstDealers(5),
      [seenByDealers],
    );
    expect(run.ok).toBe(true);
    expect(seenByDealers.length).toBeGreaterThan(0);
  });

  it('dealers hedge in the market of agents', () => {
    const { seed, ...auctions } = referenceAuctions(1);
    const living = LivingMarket.open(
      { market: LIQUID_STOCK, auctions, orders: DEFAULT_ORDER_BOOK_MARKET, requestsPerSecond: 1 / 60 },
      seed,
      firstDealers(5),
    );
    if (!living.ok) throw new Error(living.error.message);
    living.value.advanceTo(600);
    expect(living.value.counts[AuctionEventKind.TRADE]).toBeGreaterThan(0);
    expect(living.value.counts[AuctionEventKind.HEDGE_FILL]).toBeGreaterThan(0);
  });
});
