import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { eventually } from '../../contracts/eventually.js';
import { send, SESSION_TIME, startApi } from '../../factories/api.js';
import { openMemoryDeployment, openPostgresDeployment, type Deployment } from '../../factories/deployments.js';
import { instrumentState } from '../../factories/instrument-state.js';
import { follow, listen, subscriber, type Feed } from '../../factories/listening.js';
import { market, terms } from '../../factories/market.js';
import { QUOTE_REQUEST_MUTATIONS, type SentQuoteRequest } from '../../factories/quote-request-documents.js';

jest.setTimeout(120_000);

const UPDATED = `subscription ($id: ID!) {
  quoteRequestUpdated(id: $id) {
    ... on QuoteRequestUpdate {
      at quoteRequest { version status filledLots }
      rankings {
        side
        ranking { ... on RankedQuotes { quotes { rank dealer quantity allInCostBps } } ... on ExpectedError { code } }
      }
    }
    ... on ExpectedError { code field }
  }
}`;

interface Update {
  readonly code?: string;
  readonly quoteRequest: Pick<SentQuoteRequest, 'version' | 'status' | 'filledLots'>;
  readonly rankings: readonly {
    readonly side: string;
    readonly ranking: {
      readonly code?: string;
      readonly quotes?: readonly {
        readonly dealer: string;
        readonly quantity: number;
        readonly allInCostBps: number;
      }[];
    };
  }[];
}

describe.each([
  ['memory', openMemoryDeployment],
  ['PostgreSQL', openPostgresDeployment],
] as const)('following requests for quote on %s', (_, open: () => Promise<Deployment>) => {
  let deployment: Deployment;
  /** Two processes: one is subscribed to, the other carries commands out. */
  let followed: NestFastifyApplication;
  let changed: NestFastifyApplication;
  let port: number;
  let client: Client;
  let keys = 0;

  beforeAll(async () => {
    deployment = await open();
    followed = await startApi(deployment.ports);
    changed = await startApi(deployment.ports);
    port = await listen(followed);
    client = subscriber(port, deployment.key('trader'));
  });
  beforeEach(() => {
    deployment.ports.market.setState(instrumentState(market()));
    deployment.ports.market.setNow(SESSION_TIME);
  });
  afterAll(async () => {
    await client.dispose();
    await followed.close();
    await changed.close();
    await deployment.close();
  });

  const ask = async (command: keyof typeof QUOTE_REQUEST_MUTATIONS, input: object): Promise<SentQuoteRequest> => {
    const keyed = { input: { idempotencyKey: `key ${(keys += 1)}`, ...input } };
    const { data, errors } = await send<Record<string, SentQuoteRequest>>(
      changed,
      QUOTE_REQUEST_MUTATIONS[command],
      keyed,
      deployment.key('trader'),
    );
    expect([errors, Object.values(data)[0]?.code]).toEqual([[], undefined]);
    return Object.values(data)[0]!;
  };

  const opened = async (overrides: object = {}): Promise<string> => {
    const request = { legs: [{ instrumentId: 'TEST' }], side: 'BUY', quantity: 1_000, dealers: ['A', 'B', 'C'] };
    return (await ask('openQuoteRequest', { ...request, expiresInSeconds: 60, ...overrides })).quoteRequestId;
  };

  const quote = (quoteRequestId: string, dealer: string, price: number, round = 1): Promise<SentQuoteRequest> =>
    ask('submitQuote', {
      quoteRequestId,
      dealer,
      quoteId: `${dealer}${round}`,
      offer: { price },
      validForMs: 30_000,
    });

  const trade = async (quoteRequestId: string, dealer: string, round = 1): Promise<void> => {
    const seen = { dealer, quoteId: `${dealer}${round}` };
    await ask('respond', { quoteRequestId, response: { lift: seen } });
    await ask('recordOutcome', { quoteRequestId, outcome: { fill: { ...seen, execId: 'x' } } });
  };

  const updatesOf = (id: string): Feed<Update> => follow<Update>(client, UPDATED, { id });
  const versions = ({ items }: Feed<Update>): readonly number[] =>
    items.map(({ quoteRequest }) => quoteRequest.version);
  const dealers = (feed: Feed<Update>): readonly string[] | undefined =>
    feed.items.at(-1)?.rankings[0]?.ranking.quotes?.map(({ dealer }) => dealer);
  const inOrder = (feed: Feed<Update>): boolean =>
    versions(feed).every((version, i) => version >= (versions(feed)[i - 1] ?? 0));

  it('ranks at once, again with every quote, and shows how it ended', async () => {
    const id = await opened();
    const feed = updatesOf(id);
    await eventually('it is shown as it stands', () => versions(feed).includes(1));
    await quote(id, 'A', 100.06);
    await eventually('it is ranked', () => dealers(feed)?.join() === 'A');
    await quote(id, 'B', 100.04);
    await eventually('the better quote ranks first', () => dealers(feed)?.join() === 'B,A');
    await quote(id, 'A', 100.02, 2);
    await eventually('the quote that improved ranks first', () => dealers(feed)?.join() === 'A,B');
    await trade(id, 'A', 2);
    await eventually('it is shown as traded', () => feed.items.at(-1)?.quoteRequest.status === 'TRADED');
    expect(feed.items.at(-1)).toMatchObject({ quoteRequest: { version: 6, filledLots: 1_000 }, rankings: [] });
    expect([feed.errors, inOrder(feed)]).toEqual([[], true]);
    feed.stop();
  });

  it('ranks again when the market moves, when a quote expires, and when the request does', async () => {
    const id = await opened();
    await quote(id, 'A', 100.05);
    const feed = updatesOf(id);
    const costOf = (): number | undefined => feed.items.at(-1)?.rankings[0]?.ranking.quotes?.[0]?.allInCostBps;
    await eventually('it is ranked', () => costOf() !== undefined);
    const before = costOf()!;
    deployment.ports.market.setSnapshot(
      market({ sequence: 2, bids: [{ price: 100.045, size: 500 }], asks: [{ price: 100.055, size: 500 }] }),
    );
    await eventually('it is cheaper in the market that rose', () => costOf()! < before - 4);
    deployment.ports.market.setNow(SESSION_TIME + 30_000_000_000n);
    await eventually(
      'the quote has expired',
      () => feed.items.at(-1)?.rankings[0]?.ranking.code === 'ALL_QUOTES_EXPIRED',
    );
    deployment.ports.market.setNow(SESSION_TIME + 60_000_000_000n);
    await eventually('the request has expired', () => feed.items.at(-1)?.quoteRequest.status === 'EXPIRED');
    expect(feed.errors).toEqual([]);
    feed.stop();
  });

  it('says why a package is not ranked', async () => {
    deployment.ports.market.setState(instrumentState(market({ terms: terms({ instrumentId: 'OTHER' }) })));
    const legs = [{ instrumentId: 'TEST' }, { instrumentId: 'OTHER', side: 'SELL' }];
    const feed = updatesOf(await opened({ legs, quantity: 10, quantityUnit: 'LOTS', side: 'TWO_SIDED' }));
    await eventually('it is shown', () => feed.items.length > 0);
    expect(feed.items[0]!.rankings).toEqual(
      ['BUY', 'SELL'].map((side) => ({ side, ranking: { code: 'PACKAGE_NOT_RANKED' } })),
    );
    feed.stop();
  });

  it('ends with a failure for a request that nobody opened', async () => {
    const feed = updatesOf('nonsense');
    await feed.ended;
    expect([feed.items, feed.errors]).toEqual([[{ code: 'UNKNOWN_QUOTE_REQUEST', field: 'id' }], []]);
  });

  it('of a hundred auctions at once each is seen to its end, in order, beside one who reads nothing', async () => {
    const ids = await Promise.all(Array.from({ length: 100 }, () => opened()));
    const clients = Array.from({ length: 5 }, () => subscriber(port, deployment.key('trader')));
    const feeds = ids.map((id, i) => follow<Update>(clients[i % clients.length]!, UPDATED, { id }));
    const slow = await readingNothing(port, deployment.key('trader'), ids.slice(0, 20));
    await Promise.all(
      ids.map(async (id) => {
        await Promise.all(['A', 'B', 'C'].map((dealer, i) => quote(id, dealer, 100.04 + i / 100)));
        await trade(id, 'A');
      }),
    );
    const isOver = (feed: Feed<Update>): boolean => feed.items.at(-1)?.quoteRequest.status === 'TRADED';
    await eventually('everybody has seen the end', () => feeds.every(isOver));
    expect(feeds.filter((feed) => !inOrder(feed) || feed.errors.length > 0 || versions(feed).at(-1) !== 6)).toEqual([]);
    slow.read();
    await eventually('who read nothing sees the end as well', () => slow.ends().size === 20);
    slow.close();
    for (const one of clients) await one.dispose();
  });
});

/** A subscriber of many requests whose socket is not read until he says so. */
const readingNothing = async (port: number, key: string, ids: readonly string[]) => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
  const ended = new Set<string>();
  const say = (message: object): void => {
    socket.send(JSON.stringify(message));
  };
  socket.on('message', (data: Buffer) => {
    const { id, payload } = JSON.parse(data.toString()) as {
      id?: string;
      payload?: { data?: { quoteRequestUpdated: Update } };
    };
    if (id !== undefined && payload?.data?.quoteRequestUpdated.quoteRequest.status === 'TRADED') ended.add(id);
  });
  await new Promise((resolve) => socket.once('open', resolve));
  say({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } });
  await new Promise((resolve) => socket.once('message', resolve));
  for (const id of ids) say({ type: 'subscribe', id, payload: { query: UPDATED, variables: { id } } });
  socket.pause();
  return {
    read: () => {
      socket.resume();
    },
    ends: () => ended,
    close: () => {
      socket.close();
    },
  };
};
