import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { FeedServer } from '#adapters/market-feed';
import { eventually } from '../../contracts/eventually.js';
import { SESSION_TIME } from '../../factories/api.js';
import { openPostgresDeployment, type PostgresDeployment } from '../../factories/deployments.js';
import { freePort } from '../../factories/free-port.js';
import { instrumentState } from '../../factories/instrument-state.js';
import { follow, subscriber } from '../../factories/listening.js';
import { market } from '../../factories/market.js';
import { QUOTE_REQUEST_MUTATIONS, type SentQuoteRequest } from '../../factories/quote-request-documents.js';
import { temporaryFolder } from '../../factories/recordings/index.js';
import { AUCTION_DEALERS } from '../../factories/rfq-auction.js';
import { spawnTypescript, type TypescriptProcess } from '../../factories/typescript-process/index.js';

jest.setTimeout(240_000);

const LOCALHOST = '127.0.0.1';
/** The feed says so often that it is alive; the session's time stands still, so that quotes rank as they did. */
const HEARTBEAT_MS = 200;
const TICK = { lap: 0, day: 0, sessionTime: SESSION_TIME, speed: 0 };
/** Auctions that are in full swing when the api is killed. */
const AUCTIONS = 8;
const ACKNOWLEDGED_MIN = 200;

const UPDATED = `subscription ($id: ID!) {
  quoteRequestUpdated(id: $id) {
    ... on QuoteRequestUpdate {
      quoteRequest { version }
      rankings { ranking { ... on RankedQuotes { quotes { rank dealer price allInCostBps bestProbability } } } }
    }
  }
}`;

interface Update {
  readonly quoteRequest: { readonly version: number };
  readonly rankings: readonly { readonly ranking: { readonly quotes?: readonly object[] } }[];
}

/** A command as it was sent, and what was answered; undefined where the api died before. */
interface Sent {
  readonly input: object;
  answer?: SentQuoteRequest;
}

let deployment: PostgresDeployment;
let feed: FeedServer;
let heartbeat: NodeJS.Timeout;
let api: TypescriptProcess | undefined;
let port: number;
let feedPort: number;
const models = temporaryFolder();

beforeAll(async () => {
  deployment = await openPostgresDeployment();
  feed = new FeedServer(() => ({ state: 'PLAYING', eventsApplied: 0, lagMs: 0, programme: [], quarantined: {} }));
  feedPort = await feed.listen(LOCALHOST, 0);
  feed.begin(TICK, [instrumentState(market())]);
  heartbeat = setInterval(() => {
    feed.update(TICK, []);
  }, HEARTBEAT_MS);
  port = await freePort();
});
afterAll(async () => {
  api?.kill('SIGKILL');
  await api?.ended;
  clearInterval(heartbeat);
  await feed.close();
  await deployment.close();
});

const startProcess = async (): Promise<TypescriptProcess> => {
  api = spawnTypescript('apps/api/src/main.ts', {
    DATABASE_URL: deployment.database.apiUrl,
    MARKET_FEED_URL: `ws://${LOCALHOST}:${feedPort}`,
    MODELS: models,
    PORT: String(port),
    LOG_LEVEL: 'error',
  });
  const isReady = async (): Promise<boolean> =>
    (await fetch(`http://${LOCALHOST}:${port}/ready`).catch(() => undefined))?.status === 200;
  // How long a busy machine takes to start it is not what this spec is about.
  while (!(await isReady())) await sleep(50);
  return api;
};

const ask = async (command: keyof typeof QUOTE_REQUEST_MUTATIONS, input: object): Promise<SentQuoteRequest> => {
  const response = await fetch(`http://${LOCALHOST}:${port}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${deployment.key('trader')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUOTE_REQUEST_MUTATIONS[command], variables: { input } }),
  });
  const { data } = (await response.json()) as { data: Readonly<Record<string, SentQuoteRequest>> };
  return Object.values(data)[0]!;
};

const opened = async (name: string): Promise<string> => {
  const legs = [{ instrumentId: 'TEST' }];
  const request = { legs, side: 'BUY', quantity: 1_000, dealers: AUCTION_DEALERS, expiresInSeconds: 600 };
  return (await ask('openQuoteRequest', { ...request, idempotencyKey: name })).quoteRequestId;
};

const quoteInput = (quoteRequestId: string, dealer: string, round: number): object => ({
  quoteRequestId,
  dealer,
  quoteId: `${dealer}, ${round}`,
  offer: { price: 100 + ((AUCTION_DEALERS.indexOf(dealer) * 7 + round * 3) % 23) / 100 },
  validForMs: 60_000,
  idempotencyKey: `${quoteRequestId}: ${dealer}, ${round}`,
});

/** How a request ranks when it is first looked at. */
const rankingOf = async (id: string): Promise<Update> => {
  const client = subscriber(port, deployment.key('trader'));
  const updates = follow<Update>(client, UPDATED, { id });
  await eventually('it is ranked', () => updates.items.length > 0);
  await client.dispose();
  return updates.items[0]!;
};

it('an api killed in the middle of auctions has lost no acknowledged quote, and ranks as before', async () => {
  const killed = await startProcess();
  const ids = await Promise.all(Array.from({ length: AUCTIONS }, (_, i) => opened(`auction ${i}`)));
  const quiet = await opened('all have quoted');
  await Promise.all(AUCTION_DEALERS.map((dealer) => ask('submitQuote', quoteInput(quiet, dealer, 0))));
  const before = await rankingOf(quiet);
  expect(before.quoteRequest.version).toBe(1 + AUCTION_DEALERS.length);
  expect(before.rankings[0]?.ranking.quotes).toHaveLength(AUCTION_DEALERS.length);

  const sent: Sent[] = [];
  const acknowledged = (): readonly Sent[] => sent.filter(({ answer }) => answer !== undefined);
  const dealing = ids.flatMap((id) =>
    AUCTION_DEALERS.map(async (dealer) => {
      for (let round = 0; round < 100; round += 1) {
        const one: Sent = { input: quoteInput(id, dealer, round) };
        sent.push(one);
        one.answer = await ask('submitQuote', one.input);
      }
    }),
  );
  const over = Promise.allSettled(dealing);
  await eventually('quotes are acknowledged', () => acknowledged().length > ACKNOWLEDGED_MIN);
  killed.kill('SIGKILL');
  await Promise.all([killed.ended, over]);
  const lost = sent.filter(({ answer }) => answer === undefined);
  expect(lost.length).toBeGreaterThan(0);
  expect(acknowledged().filter(({ answer }) => answer?.__typename !== 'QuoteRequest')).toEqual([]);

  await startProcess();
  expect(await rankingOf(quiet)).toEqual(before);
  const differing: Sent[] = [];
  for (const one of acknowledged()) {
    const again = await ask('submitQuote', one.input);
    if (JSON.stringify(again) !== JSON.stringify(one.answer)) differing.push(one);
  }
  expect(differing).toEqual([]);
  // Whatever became of a quote that was in hand: sent again it is there, once.
  for (const { input } of lost) expect(await ask('submitQuote', input)).toMatchObject({ __typename: 'QuoteRequest' });
  const ranked = await Promise.all(ids.map(rankingOf));
  expect(ranked.map(({ quoteRequest }) => quoteRequest.version).reduce((sum, version) => sum + version - 1, 0)).toBe(
    sent.length,
  );
});
