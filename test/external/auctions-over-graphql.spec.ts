import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { QUOTES_PER_DEALER_MAX } from '#domain/rfq';
import { FeedServer } from '#adapters/market-feed';
import { SESSION_TIME } from '../factories/api.js';
import { openPostgresDeployment, type PostgresDeployment } from '../factories/deployments.js';
import { freePort } from '../factories/free-port.js';
import { instrumentState } from '../factories/instrument-state.js';
import { follow, subscriber, type Feed } from '../factories/listening.js';
import { market } from '../factories/market.js';
import { QUOTE_REQUEST_MUTATIONS, type SentQuoteRequest } from '../factories/quote-request-documents.js';
import { temporaryFolder } from '../factories/recordings/index.js';
import { AUCTION_DEALERS } from '../factories/rfq-auction.js';
import { spawnTypescript, type TypescriptProcess } from '../factories/typescript-process/index.js';

// How long a busy machine takes is not what this spec is about.
jest.setTimeout(1_800_000);

const LOCALHOST = '127.0.0.1';
/** AUCTIONS=2000 QUOTES=100000 is the whole, for a machine that is left alone with it. */
const AUCTIONS = Number(process.env.AUCTIONS ?? 200);
/** Of one WebSocket. */
const SUBSCRIPTIONS = 100;
/** Auctions that somebody subscribes to as well who then reads nothing. */
const UNREAD = 100;
/** Commands on their way at once; the api's limit of a key is far above. */
const SENDERS = 16;
/** Each opening, ten quotes, a lift and a fill. */
const VERSIONS = 13;
/** On one request, of all its dealers. */
const QUOTES = Number(process.env.QUOTES ?? 1_500);
const FLOOD_GROWTH_MAX_MB = 150;
/** What the api may hold beside what it held before, however many auctions are open and followed. */
const GROWTH_MAX_MB = 400;
const HEARTBEAT_MS = 200;
const TICK = { lap: 0, day: 0, sessionTime: SESSION_TIME, speed: 0 };

const UPDATED = `subscription ($id: ID!) {
  quoteRequestUpdated(id: $id) {
    ... on QuoteRequestUpdate {
      quoteRequest { version status filledLots }
      rankings { ranking { ... on RankedQuotes { quotes { rank dealer } } } }
    }
  }
}`;

interface Update {
  readonly quoteRequest: Pick<SentQuoteRequest, 'version' | 'status' | 'filledLots'>;
  readonly rankings: readonly object[];
}

let deployment: PostgresDeployment;
let feed: FeedServer;
let heartbeat: NodeJS.Timeout;
let api: TypescriptProcess;
let port: number;
const models = temporaryFolder();

beforeAll(async () => {
  deployment = await openPostgresDeployment();
  feed = new FeedServer(() => ({ state: 'PLAYING', eventsApplied: 0, lagMs: 0, programme: [], quarantined: {} }));
  const feedPort = await feed.listen(LOCALHOST, 0);
  feed.begin(TICK, [instrumentState(market())]);
  heartbeat = setInterval(() => {
    feed.update(TICK, []);
  }, HEARTBEAT_MS);
  port = await freePort();
  api = spawnTypescript('apps/api/src/main.ts', {
    DATABASE_URL: deployment.database.apiUrl,
    MARKET_FEED_URL: `ws://${LOCALHOST}:${feedPort}`,
    MODELS: models,
    PORT: String(port),
    LOG_LEVEL: 'error',
  });
  const isReady = async (): Promise<boolean> =>
    (await fetch(`http://${LOCALHOST}:${port}/ready`).catch(() => undefined))?.status === 200;
  const ended = { yet: false };
  void api.ended.then(() => (ended.yet = true));
  while (!(await isReady())) {
    if (ended.yet) throw new Error(`the api does not start: ${api.output()}`);
    await sleep(50);
  }
});
afterAll(async () => {
  api.kill('SIGTERM');
  await api.ended;
  clearInterval(heartbeat);
  await feed.close();
  await deployment.close();
});

const sent = async (command: keyof typeof QUOTE_REQUEST_MUTATIONS, input: object): Promise<SentQuoteRequest> => {
  const response = await fetch(`http://${LOCALHOST}:${port}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${deployment.key('trader')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUOTE_REQUEST_MUTATIONS[command], variables: { input } }),
  });
  const { data } = (await response.json()) as { data: Readonly<Record<string, SentQuoteRequest>> };
  return Object.values(data)[0]!;
};

const ask: typeof sent = async (command, input) => {
  const answer = await sent(command, input);
  if (answer.__typename !== 'QuoteRequest') throw new Error(`${command}: ${JSON.stringify(answer)}`);
  return answer;
};

const open = async (i: number): Promise<string> => {
  const legs = [{ instrumentId: 'TEST' }];
  const request = { legs, side: 'BUY', quantity: 1_000, dealers: AUCTION_DEALERS, expiresInSeconds: 600 };
  return (await ask('openQuoteRequest', { ...request, idempotencyKey: `open ${i}` })).quoteRequestId;
};

const runAuction = async (quoteRequestId: string): Promise<void> => {
  for (const [i, dealer] of AUCTION_DEALERS.entries()) {
    const idempotencyKey = `${quoteRequestId}: ${dealer}`;
    const quote = { dealer, quoteId: dealer, offer: { price: 100 + ((i * 7) % 23) / 100 }, validForMs: 60_000 };
    await ask('submitQuote', { quoteRequestId, ...quote, idempotencyKey });
  }
  const seen = { dealer: AUCTION_DEALERS[0]!, quoteId: AUCTION_DEALERS[0]! };
  const taken = (type: string): object => ({ quoteRequestId, idempotencyKey: `${quoteRequestId}: ${type}` });
  await ask('respond', { ...taken('lift'), response: { lift: seen } });
  await ask('recordOutcome', { ...taken('fill'), outcome: { fill: { ...seen, execId: 'x' } } });
};

/** Runs a task for every item, so many at once; resolves to what they came to. */
const eachOf = async <Item, T>(items: readonly Item[], task: (item: Item) => Promise<T>): Promise<readonly T[]> => {
  const results: T[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const i = next;
      next += 1;
      results[i] = await task(items[i]!);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, work));
  return results;
};

const residentMb = async (): Promise<number> => {
  const page = await (await fetch(`http://${LOCALHOST}:${port}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(page)?.[1]) / 2 ** 20;
};

/** Subscribes to auctions and leaves his socket unread until he is told to read. */
const readingNothing = async (ids: readonly string[]) => {
  const socket = new WebSocket(`ws://${LOCALHOST}:${port}/graphql`, 'graphql-transport-ws');
  const versions = new Map<string, number[]>();
  const traded = new Set<string>();
  const say = (message: object): void => {
    socket.send(JSON.stringify(message));
  };
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as {
      id?: string;
      payload?: { data?: { quoteRequestUpdated: Update } };
    };
    const update = message.payload?.data?.quoteRequestUpdated.quoteRequest;
    if (message.id === undefined || update === undefined) return;
    versions.set(message.id, [...(versions.get(message.id) ?? []), update.version]);
    if (update.status === 'TRADED') traded.add(message.id);
  });
  await new Promise((resolve) => socket.once('open', resolve));
  say({ type: 'connection_init', payload: { authorization: `Bearer ${deployment.key('trader')}` } });
  await new Promise((resolve) => socket.once('message', resolve));
  for (const id of ids) say({ type: 'subscribe', id, payload: { query: UPDATED, variables: { id } } });
  socket.pause();
  return {
    versions,
    traded,
    read: (): void => {
      socket.resume();
    },
    close: (): void => {
      socket.close();
    },
  };
};

const isRising = (versions: readonly number[]): boolean =>
  versions.every((version, i) => version >= (versions[i - 1] ?? 0));

const versionsOf = ({ items }: Feed<Update>): readonly number[] =>
  items.map(({ quoteRequest }) => quoteRequest.version);

it(`${AUCTIONS} auctions of ten dealers, open at once and followed through the api: everybody sees how each ended`, async () => {
  const before = await residentMb();
  const startedMs = performance.now();
  const ids = await eachOf(
    Array.from({ length: AUCTIONS }, (_, i) => i),
    open,
  );
  const clients: Client[] = [];
  const feeds: Feed<Update>[] = [];
  // One connection after another: a busy machine takes longer over twenty at once than a handshake may take.
  for (let from = 0; from < AUCTIONS; from += SUBSCRIPTIONS) {
    const client = subscriber(port, deployment.key('trader'));
    const ofClient = ids.slice(from, from + SUBSCRIPTIONS).map((id) => follow<Update>(client, UPDATED, { id }));
    clients.push(client);
    feeds.push(...ofClient);
    while (ofClient.some(({ items, errors }) => items.length + errors.length === 0)) await sleep(20);
  }
  const slow = await readingNothing(ids.slice(0, UNREAD));
  const followed = await residentMb();

  let peak = followed;
  const watching = setInterval(() => void residentMb().then((mb) => (peak = Math.max(peak, mb))), 1_000);
  await eachOf(ids, runAuction);
  const hasEnded = ({ items, errors }: Feed<Update>): boolean =>
    errors.length > 0 || items.at(-1)?.quoteRequest.status === 'TRADED';
  while (!feeds.every(hasEnded)) await sleep(50);
  clearInterval(watching);
  // What went wrong inside it says in its log.
  expect(api.output().match(/^\{.*/gm) ?? []).toEqual([]);
  const seconds = (performance.now() - startedMs) / 1_000;

  expect(feeds.flatMap(({ errors }) => errors.map((error) => JSON.stringify(error)))).toEqual([]);
  expect(feeds.filter((one) => !isRising(versionsOf(one)) || versionsOf(one).at(-1) !== VERSIONS)).toEqual([]);
  expect(feeds.filter(({ items }) => items.at(-1)?.quoteRequest.filledLots !== 1_000)).toEqual([]);
  expect(slow.traded.size).toBe(0);
  slow.read();
  while (slow.traded.size < UNREAD) await sleep(50);
  expect([...slow.versions.values()].filter((seen) => !isRising(seen) || seen.at(-1) !== VERSIONS)).toEqual([]);

  const looks = feeds.reduce((sum, { items }) => sum + items.length, 0);
  console.info(
    `${AUCTIONS} auctions in ${seconds.toFixed(0)} s, ${(looks / AUCTIONS).toFixed(1)} looks each; the api held ${before.toFixed(0)} MB, ` +
      `${followed.toFixed(0)} MB with all of them open and followed, at most ${peak.toFixed(0)} MB`,
  );
  expect(peak - before).toBeLessThan(GROWTH_MAX_MB);
  slow.close();
  for (const client of clients) await client.dispose();
});

it(`${QUOTES} quotes on one request: the first of each dealer are kept, the others are refused and cost no memory`, async () => {
  const quoteRequestId = await open(AUCTIONS);
  const before = await residentMb();
  const codes = await eachOf(
    Array.from({ length: QUOTES }, (_, i) => i),
    async (i) => {
      const dealer = AUCTION_DEALERS[i % AUCTION_DEALERS.length]!;
      const quote = { dealer, quoteId: `${i}`, offer: { price: 100.05 }, validForMs: 60_000 };
      return (await sent('submitQuote', { quoteRequestId, ...quote, idempotencyKey: `flood ${i}` })).code;
    },
  );
  const kept = AUCTION_DEALERS.length * QUOTES_PER_DEALER_MAX;
  expect(codes.filter((code) => code === undefined)).toHaveLength(kept);
  expect(new Set(codes)).toEqual(new Set([undefined, 'LIMIT_REACHED']));
  const after = await residentMb();
  console.info(
    `${QUOTES} quotes on one request: the api held ${before.toFixed(0)} MB before and ${after.toFixed(0)} MB after`,
  );
  expect(after - before).toBeLessThan(FLOOD_GROWTH_MAX_MB);
});
