import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { eventually } from '../contracts/eventually.js';
import { DESKS, send, SESSION_TIME, startApi } from '../factories/api.js';
import { openMemoryDeployment, openPostgresDeployment, type Deployment } from '../factories/deployments.js';
import { instrumentState } from '../factories/instrument-state.js';
import { follow, listen, subscriber, type Feed } from '../factories/listening.js';
import { market } from '../factories/market.js';

jest.setTimeout(120_000);

const STREAM = `subscription ($input: QuoteStreamInput!) {
  quoteStream(input: $input) {
    ... on IndicativeQuote {
      revision pricedAt validForMs request { quantity } market { mid }
      bid { price } offer { price terms { name bps } }
    }
    ... on ExpectedError { code field }
  }
}`;
const GENERATE =
  'mutation ($input: GenerateQuoteInput!) { generateQuote(input: $input) { ... on DealerQuote { decisionId bid { price } offer { price } } } }';
const OUTCOME = 'mutation ($input: RecordQuoteOutcomeInput!) { recordQuoteOutcome(input: $input) { __typename } }';
const ENGAGE = 'mutation { engageKillSwitch(input: { reason: "a test" }) { killSwitch { isEngaged } } }';

interface Streamed {
  readonly code?: string;
  readonly field?: string;
  readonly revision: number;
  readonly pricedAt: string;
  readonly market: { readonly mid: number };
  readonly bid: { readonly price: number };
  readonly offer: {
    readonly price: number;
    readonly terms: readonly { readonly name: string; readonly bps: number }[];
  };
}

interface Quoted {
  readonly decisionId: string;
  readonly bid: { readonly price: number };
  readonly offer: { readonly price: number };
}

/** The i-th market: a tick higher than the one before. */
const marketAt = (i: number) =>
  market({
    sequence: i,
    bids: [{ price: 99.99 + i / 100, size: 500 }],
    asks: [{ price: 100.01 + i / 100, size: 500 }],
  });

describe.each([
  ['memory', openMemoryDeployment],
  ['PostgreSQL', openPostgresDeployment],
] as const)('streamed prices on %s', (_, open: () => Promise<Deployment>) => {
  let deployment: Deployment;
  /** Two processes: one streams, the other changes what the desk holds. */
  let streaming: NestFastifyApplication;
  let changing: NestFastifyApplication;
  let port: number;
  let client: Client;
  let sequence = 1;
  let keys = 0;

  beforeAll(async () => {
    deployment = await open();
    streaming = await startApi(deployment.ports);
    changing = await startApi(deployment.ports);
    port = await listen(streaming);
    client = subscriber(port, deployment.key('dealer'));
  });
  beforeEach(async () => {
    await deployment.ports.quoteBook.release(DESKS.alpha, 'the test', 0n);
    deployment.ports.market.setState(instrumentState(marketAt((sequence += 1))));
    deployment.ports.market.setNow(SESSION_TIME);
  });
  afterAll(async () => {
    await client.dispose();
    await streaming.close();
    await changing.close();
    await deployment.close();
  });

  const stream = (change: object = {}, by = client): Feed<Streamed> =>
    follow<Streamed>(by, STREAM, { input: { instrumentId: 'TEST', quantity: 100_000, ...change } });

  const move = (): void => {
    deployment.ports.market.setSnapshot(marketAt((sequence += 1)));
  };

  const ask = async <T>(document: string, variables: object = {}): Promise<T> => {
    const { data, errors } = await send<Readonly<Record<string, T>>>(
      changing,
      document,
      variables,
      deployment.key('dealer'),
    );
    expect(errors).toEqual([]);
    return Object.values(data)[0]!;
  };

  const generate = (): Promise<Quoted> =>
    ask<Quoted>(GENERATE, { input: { instrumentId: 'TEST', quantity: 100_000, idempotencyKey: `key ${(keys += 1)}` } });

  const last = ({ items }: Feed<Streamed>): Streamed => items.at(-1)!;
  const skew = ({ offer }: Streamed): number => offer.terms.find(({ name }) => name === 'inventorySkew')!.bps;
  const revisions = ({ items }: Feed<Streamed>): readonly number[] => items.map(({ revision }) => revision);
  const inOrder = (feed: Feed<Streamed>): boolean =>
    revisions(feed).every((revision, i) => revision === i + 1) &&
    feed.items.every(({ market: { mid } }, i) => mid >= (feed.items[i - 1]?.market.mid ?? 0));

  it('are those of generateQuote, and follow the market', async () => {
    const feed = stream();
    await eventually('it is priced at once', () => feed.items.length > 0);
    const { bid, offer } = await generate();
    expect(feed.items[0]).toMatchObject({ revision: 1, bid: { price: bid.price }, offer: { price: offer.price } });
    move();
    await eventually('it is priced anew', () => last(feed).bid.price > bid.price);
    expect(last(feed).bid.price).toBe((await generate()).bid.price);
    expect(inOrder(feed)).toBe(true);
    expect(feed.errors).toEqual([]);
    feed.stop();
  });

  it('follow what the desk holds, whichever process recorded it', async () => {
    const feed = stream();
    await eventually('it is priced', () => feed.items.length > 0);
    const flat = skew(last(feed));
    const { decisionId } = await generate();
    await ask(OUTCOME, { input: { quoteId: decisionId, kind: 'DONE', clientSide: 'SELL' } });
    await eventually('its offer is better by what is held', () => skew(last(feed)) < flat);
    feed.stop();
  });

  it('are priced anew when they expire, and refused while the market is stale', async () => {
    const feed = stream();
    await eventually('it is priced', () => feed.items.length > 0);
    deployment.ports.market.setNow(SESSION_TIME + 31_000_000_000n);
    await eventually('it is priced anew', () => last(feed).pricedAt > feed.items[0]!.pricedAt);
    deployment.ports.market.setNow(SESSION_TIME + 120_000_000_000n);
    await eventually('it is refused', () => last(feed).code === 'STALE_MARKET');
    deployment.ports.market.setNow(SESSION_TIME);
    move();
    await eventually('it is priced again', () => last(feed).code === undefined);
    expect(feed.errors).toEqual([]);
    feed.stop();
  });

  it('end with the refusal of the kill switch, at once, and do not begin while it is engaged', async () => {
    const feeds = Array.from({ length: 50 }, () => stream());
    await eventually('all are priced', () => feeds.every(({ items }) => items.length > 0));
    const moving = setInterval(move, 1);
    await ask(ENGAGE);
    // What was acknowledged is known to every stream: none is priced after it.
    const priced = feeds.map(({ items }) => items.filter(({ code }) => code === undefined).length);
    for (const { ended } of feeds) await ended;
    clearInterval(moving);
    expect(feeds.filter(({ items }) => items.at(-1)?.code !== 'KILL_SWITCH')).toEqual([]);
    expect(feeds.map(({ items }) => items.filter(({ code }) => code === undefined).length)).toEqual(priced);
    const late = stream();
    await late.ended;
    expect(late.items).toEqual([{ code: 'KILL_SWITCH', field: 'killSwitch' }]);
  });

  it.each<[string, object, string]>([
    ['an instrument that is not traded', { instrumentId: 'NONE' }, 'UNKNOWN_INSTRUMENT'],
    ['a size beyond the ladder', { quantity: 3_000_000 }, 'SIZE_BEYOND_LADDER'],
    ['less than a lot', { quantity: 0.5 }, 'INVALID_QUANTITY'],
  ])('of %s end with their refusal', async (_what, change, code) => {
    const feed = stream(change);
    await feed.ended;
    expect(feed.items).toMatchObject([{ code }]);
  });

  it('of an impossible input are refused by its field', async () => {
    const feed = stream({ quantity: -1 });
    await feed.ended;
    expect(feed.errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }]);
  });

  it('of a thousand at once each reaches the last market, in order, beside one who reads nothing', async () => {
    const clients = Array.from({ length: 20 }, () => subscriber(port, deployment.key('dealer')));
    const feeds = Array.from({ length: 1_000 }, (_unused, i) =>
      stream({ quantity: 1_000 * (1 + (i % 50)) }, clients[i % clients.length]),
    );
    const slow = await readingNothing(port, deployment.key('dealer'));
    await eventually('all are priced', () => feeds.every(({ items }) => items.length > 0));
    for (let i = 0; i < 5; i += 1) {
      move();
      await new Promise(setImmediate);
    }
    const mid = 100 + sequence / 100;
    const isInLastMarket = (item: Streamed | undefined): boolean => Math.abs((item?.market.mid ?? 0) - mid) < 1e-6;
    await eventually('everybody has the last price', () => feeds.every((feed) => isInLastMarket(last(feed))));
    expect(feeds.filter((feed) => !inOrder(feed) || feed.errors.length > 0)).toEqual([]);
    slow.read();
    await eventually('who read nothing has it as well', () => isInLastMarket(slow.last()));
    slow.close();
    for (const one of clients) await one.dispose();
  });
});

/** A subscriber whose socket is not read until he says so. */
const readingNothing = async (port: number, key: string) => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
  let last: Streamed | undefined;
  socket.on('message', (data: Buffer) => {
    const { payload } = JSON.parse(data.toString()) as { payload?: { data?: { quoteStream: Streamed } } };
    last = payload?.data?.quoteStream ?? last;
  });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } }));
  await new Promise((resolve) => socket.once('message', resolve));
  const variables = { input: { instrumentId: 'TEST', quantity: 1_000 } };
  socket.send(JSON.stringify({ type: 'subscribe', id: 'slow', payload: { query: STREAM, variables } }));
  socket.pause();
  return {
    read: () => {
      socket.resume();
    },
    last: () => last,
    close: () => {
      socket.close();
    },
  };
};
