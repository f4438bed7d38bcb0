import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { foldRfq, parseRfqEvents, type RfqState } from '#domain/rfq';
import { QuoteRequests, type RequestChange } from '#application/quote-requests';
import { NodeIdentifiers } from '#adapters/node-crypto';
import { Database, PrismaQuoteRequestStore } from '#adapters/prisma';
import { eventually } from '../../contracts/eventually.js';
import { createTestDatabase, type TestDatabase } from '../../factories/database.js';
import { AUCTION_DEALERS, auctionOpening, auctionQuote, rankedDealers } from '../../factories/rfq-auction.js';
import { rfqTime } from '../../factories/rfq.js';
import { spawnTypescript } from '../../factories/typescript-process/index.js';

jest.setTimeout(120_000);

const identifiers = new NodeIdentifiers();

describe('requests for quote in PostgreSQL', () => {
  let test: TestDatabase;
  const databases: Database[] = [];
  /** As a process of its own would hold them. */
  const openRequests = (): { readonly requests: QuoteRequests; readonly store: PrismaQuoteRequestStore } => {
    const database = new Database({ url: test.apiUrl, poolSize: 2, applicationName: 'quote requests spec' });
    databases.push(database);
    const store = new PrismaQuoteRequestStore(database);
    return { requests: new QuoteRequests({ store, identifiers }), store };
  };

  beforeAll(async () => {
    test = await createTestDatabase();
    for (const desk of ['alpha', 'beta']) await test.addDesk(desk);
  });
  afterAll(async () => {
    for (const database of databases) await database.close();
    await test.drop();
  });

  it('ten dealers quote at once through three processes: no quote is lost and nobody starves', async () => {
    const processes = [openRequests(), openRequests(), openRequests()];
    const requestId = identifiers.newId();
    await processes[0]!.requests.change('alpha', auctionOpening(requestId));
    const rounds = Array.from({ length: 10 }, (_, round) => round);
    const answers = await Promise.all(
      AUCTION_DEALERS.map(async (dealer, i) => {
        const { requests } = processes[i % processes.length]!;
        const own = [];
        for (const round of rounds) own.push(await requests.change('alpha', auctionQuote(requestId, dealer, round)));
        return own;
      }),
    );
    expect(answers.flat().filter(({ ok }) => !ok)).toEqual([]);
    const found = await openRequests().requests.find('alpha', requestId);
    expect(found?.version).toBe(1 + AUCTION_DEALERS.length * rounds.length);
    for (const [dealer, { quoteIds }] of found!.state.dealers) {
      expect(quoteIds).toEqual(rounds.map((round) => `${dealer}, ${round}`));
    }
    // Every answer is a version of its own.
    const versions = answers.flat().map((answer) => (answer.ok ? answer.value.version : 0));
    expect(new Set(versions).size).toBe(versions.length);
  });

  it('decides on what another process did, though it remembers the request from before', async () => {
    const [one, two] = [openRequests().requests, openRequests().requests];
    const requestId = identifiers.newId();
    await one.change('alpha', auctionOpening(requestId));
    await two.change('alpha', auctionQuote(requestId, 'Dealer 1', 0));
    const lift: RequestChange = {
      requestId,
      idempotencyKey: `${requestId}: lift`,
      requestText: 'lift',
      command: { type: 'LIFT', at: rfqTime(2), dealer: 'Dealer 1', quoteId: 'Dealer 1, 0', lots: 1_000 },
    };
    expect(await one.change('alpha', lift)).toMatchObject({ ok: true, value: { version: 3 } });
    const late = await two.change('alpha', auctionQuote(requestId, 'Dealer 1', 1));
    expect(late).toMatchObject({ ok: false, error: { code: 'NOT_ALLOWED_NOW' } });
  });

  it('killed in the middle of auctions: every acknowledged quote is there, the ranks are the same, and it goes on', async () => {
    const worker = spawnTypescript('test/integration/quote-requests/auction-worker.ts', { DATABASE_URL: test.apiUrl });
    const acknowledged = (): readonly Acknowledged[] =>
      [...worker.output().matchAll(/^QUOTED (\{.*\})$/gm)].map(([, text]) => JSON.parse(text!) as Acknowledged);
    await eventually('it quotes', () => acknowledged().length > 500);
    worker.kill('SIGKILL');
    await worker.ended;
    const { requests, store } = openRequests();
    const changesOf = new Map<string, readonly string[]>();
    const differing: Acknowledged[] = [];
    for (const one of acknowledged()) {
      const changes = changesOf.get(one.requestId) ?? (await store.changes('alpha', one.requestId, 0));
      changesOf.set(one.requestId, changes);
      const then = stateBehind(changes.slice(0, one.version));
      const isThere = then?.dealers.get(one.dealer)?.quoteIds.includes(`${one.dealer}, ${one.round}`) === true;
      if (!isThere || rankedDealers(then).join() !== one.ranks.join()) differing.push(one);
    }
    expect(differing).toEqual([]);
    const { requestId, dealer, round } = acknowledged().at(-1)!;
    const repeated = await requests.change('alpha', auctionQuote(requestId, dealer, round));
    expect(repeated).toMatchObject({ ok: true, value: { version: acknowledged().at(-1)!.version } });
    expect((await requests.change('alpha', auctionQuote(requestId, dealer, 99))).ok).toBe(true);
  });
});

interface Acknowledged {
  readonly requestId: string;
  readonly version: number;
  readonly dealer: string;
  readonly round: number;
  readonly ranks: readonly string[];
}

const stateBehind = (changes: readonly string[]): RfqState | undefined => foldRfq(changes.flatMap(parseRfqEvents));
