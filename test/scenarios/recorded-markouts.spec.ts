import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { formatInstant } from '#domain/core';
import { type RfqCommand } from '#domain/rfq';
import { ObservedMids, recordDue } from '#application/command-quote-request';
import { dealerScorecards } from '#application/dealer-scorecards';
import { QuoteRequests } from '#application/quote-requests';
import { DeskHistories } from '#application/request-history';
import { MemoryMarketState } from '#adapters/memory';
import { systemClock } from '#adapters/node-clock';
import { NodeIdentifiers } from '#adapters/node-crypto';
import { Database, PrismaQuoteRequestStore, PrismaRequestHistory } from '#adapters/prisma';
import { createTestDatabase, type TestDatabase } from '../factories/database.js';
import { market } from '../factories/market.js';
import { rfqQuote, rfqTerms, rfqTime } from '../factories/rfq.js';

jest.setTimeout(120_000);

const identifiers = new NodeIdentifiers();
/** As many as a figure of a scorecard needs. */
const TRADES = 20;
const ENDED = 3;

/** A and B quote; A is lifted and fills, so that the request ends three seconds after it was opened. */
const AUCTION: readonly RfqCommand[] = [
  {
    type: 'OPEN',
    at: rfqTime(0),
    mid: 100,
    terms: rfqTerms({ dealers: ['A', 'B'] }),
    conditions: {
      instrumentKind: 'EQUITY',
      unitsPerLot: 1,
      spreadBps: 2,
      averageDailyVolume: 1e6,
      dailyVolatility: 0.02,
      realisedDailyVolatility: 0.02,
      fairCostBps: { BUY: 4 },
    },
  },
  { type: 'QUOTE', at: rfqTime(1), mid: 100, dealer: 'A', quote: rfqQuote('a1') },
  { type: 'QUOTE', at: rfqTime(1), mid: 100, dealer: 'B', quote: rfqQuote('b1') },
  { type: 'LIFT', at: rfqTime(2), mid: 100, dealer: 'A', quoteId: 'a1', lots: 1_000 },
  { type: 'FILL', at: rfqTime(ENDED), mid: 100, dealer: 'A', quoteId: 'a1', execId: 'x', lots: 1_000 },
];

describe('markouts that nobody sends', () => {
  let test: TestDatabase;
  const databases: Database[] = [];
  beforeAll(async () => {
    test = await createTestDatabase();
    await test.addDesk('alpha');
  });
  afterAll(async () => {
    for (const database of databases) await database.close();
    await test.drop();
  });

  /** An api process of its own, as far as it holds requests and looks at the market. */
  const startProcess = () => {
    const database = new Database({ url: test.apiUrl, poolSize: 2, applicationName: 'markouts spec' });
    databases.push(database);
    const state = new MemoryMarketState();
    const mids = new ObservedMids(state);
    const store = new PrismaQuoteRequestStore(database);
    const requests = new QuoteRequests({ store, identifiers });
    return {
      requests,
      histories: new DeskHistories(new PrismaRequestHistory(database)),
      /** What the process sees at a time, in a book that changed last at another. */
      look: (seconds: number, mid: number, changedAt = seconds): void => {
        const bids = [{ price: mid - 0.005, size: 500 }] as const;
        const asks = [{ price: mid + 0.005, size: 500 }] as const;
        state.setSnapshot(market({ exchangeTime: formatInstant(rfqTime(changedAt)), bids, asks }));
        state.setNow(rfqTime(seconds));
        mids.look();
      },
      close: (seconds: number): void => {
        state.setSnapshot(market({ status: 'CLOSED', exchangeTime: formatInstant(rfqTime(seconds)) }));
        state.setNow(rfqTime(seconds));
        mids.look();
      },
      record: () => recordDue({ market: state, requests, identifiers, store, mids }),
    };
  };
  type Process = ReturnType<typeof startProcess>;

  const trade = async ({ requests }: Process): Promise<string> => {
    const requestId = identifiers.newId();
    for (const command of AUCTION) {
      const idempotencyKey = identifiers.newId();
      const done = await requests.change('alpha', { requestId, idempotencyKey, requestText: idempotencyKey, command });
      if (!done.ok) throw new Error(done.error.message);
    }
    return requestId;
  };

  it('are recorded at their times, through a restart and by two processes at once, and shown in the scorecards', async () => {
    const first = startProcess();
    first.look(ENDED, 100);
    const ids: string[] = [];
    for (let i = 0; i < TRADES; i += 1) ids.push(await trade(first));
    await first.record();

    // It is looked a quarter of a second before the time, and recorded later, in another market.
    first.look(ENDED + 0.75, 100.01);
    first.look(ENDED + 1.25, 100.5);
    await first.record();
    first.look(ENDED + 9.9, 100.02);
    first.look(ENDED + 11, 100.6);
    await first.record();

    // The first process is gone; the book did not change over the minute, and did over the five.
    const second = startProcess();
    second.look(ENDED + 70, 100.06, ENDED + 50);
    await second.record();
    second.look(ENDED + 290, 100.2);
    const third = startProcess();
    third.look(ENDED + 302, 100.3);
    await third.record();
    third.look(ENDED + 306, 100.4);
    await third.record();

    // Two at once; one of them has seen nothing of the time and leaves it to the other.
    second.look(ENDED + 1_799, 100.1);
    for (const one of [second, third]) one.look(ENDED + 1_801, 100.7);
    await Promise.all([second, third, second, third].map((one) => one.record()));
    for (const one of [second, third]) one.look(ENDED + 86_399, 99.9);
    for (const one of [second, third]) one.look(ENDED + 86_410, 99);
    await Promise.all([third, second, third, second].map((one) => one.record()));

    for (const id of ids) {
      const found = await third.requests.find('alpha', id);
      expect(found?.version).toBe(AUCTION.length + 6);
      expect(found?.state.markouts.map(({ horizonMs, price }) => [horizonMs, price])).toEqual([
        [1_000, 100.01],
        [10_000, 100.02],
        [60_000, 100.06],
        [1_800_000, 100.1],
        [86_400_000, 99.9],
      ]);
      expect(found?.state.missedMarkouts).toEqual([{ horizonMs: 300_000, reason: 'NOT_SEEN' }]);
    }

    const { scorecards } = await dealerScorecards(
      { deskHistories: third.histories, clock: systemClock },
      'alpha',
      'TEST',
    );
    const [winner, loser] = scorecards;
    const shown = winner!.markoutsBps.map(({ seconds, figure }) => [
      seconds,
      figure.count,
      figure.estimate?.unadjusted,
    ]);
    expect(shown).toEqual([
      [1, TRADES, expect.closeTo(1, 9)],
      [10, TRADES, expect.closeTo(2, 9)],
      [60, TRADES, expect.closeTo(6, 9)],
      [300, 0, undefined],
      [1_800, TRADES, expect.closeTo(10, 9)],
      [86_400, TRADES, expect.closeTo(-10, 9)],
    ]);
    // Leakage of who did not get it rests on the mid after a minute.
    expect(loser!.leakage.lost).toBe(TRADES);
  });

  it('are missed, with the reason, where the market was closed', async () => {
    const process = startProcess();
    process.look(ENDED, 100);
    const id = await trade(process);
    process.close(ENDED + 0.1);
    process.close(ENDED + 5.9);
    await process.record();
    process.close(ENDED + 6);
    await process.record();
    const found = await process.requests.find('alpha', id);
    expect(found?.state.missedMarkouts).toEqual([{ horizonMs: 1_000, reason: 'MARKET_NOT_TRADABLE' }]);
    expect(found?.version).toBe(AUCTION.length + 1);
  });
});
