import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Client } from 'graphql-ws';
import { type MarketSnapshot } from '#domain/market-data';
import { eventually } from '../contracts/eventually.js';
import { send, SESSION_TIME, startApi, type DeskName } from '../factories/api.js';
import { openMemoryDeployment, openPostgresDeployment, type Deployment } from '../factories/deployments.js';
import { instrumentState } from '../factories/instrument-state.js';
import { follow, listen, subscriber, type Feed } from '../factories/listening.js';
import { market, terms } from '../factories/market.js';

jest.setTimeout(120_000);

const UPDATES = `subscription ($planId: ID!) {
  planUpdates(planId: $planId) {
    ... on PlanUpdate {
      planId at phase regime triggers reason dueQuantity doneQuantity leftQuantity aheadQuantity doneBasis
      slice { fromSeconds limitPrice } slices { fromSeconds toSeconds quantity }
      advice { link passed { link code message } takeQuantity showQuantity showPrice aggression }
      revision decisionId notRevised { code field }
    }
    ... on ExpectedError { code field }
  }
}`;
const PLAN = `mutation ($input: PlanExecutionInput!) {
  planExecution(input: $input) { ... on ExecutionPlan { decisionId } ... on ExpectedError { code message } }
}`;
const EVALUATE = `mutation ($input: EvaluateQuotesInput!) {
  evaluateQuotes(input: $input) { ... on RankedQuotes { decisionId } ... on ExpectedError { code message } }
}`;
const FILL = `mutation ($input: RecordPlanFillsInput!) {
  recordPlanFills(input: $input) {
    ... on PlanFilled { planId recorded repeated filledQuantity leftQuantity }
    ... on ExpectedError { code field allowed }
  }
}`;
const REPLAY = `query ($id: ID!) { replayDecision(id: $id) { ... on Replay { byteEqual modelCheck } } }`;

const SESSION = '2024-03-05T15:00:00.5Z';

interface Update {
  readonly code?: string;
  readonly field?: string;
  readonly phase: string;
  readonly regime: string | null;
  readonly triggers: readonly string[];
  readonly doneQuantity: number;
  readonly dueQuantity: number;
  readonly aheadQuantity: number;
  readonly slice: { readonly fromSeconds: number } | null;
  readonly slices: readonly { readonly quantity: number }[];
  readonly revision: number;
  readonly decisionId: string;
}

describe.each([
  ['memory', openMemoryDeployment],
  ['PostgreSQL', openPostgresDeployment],
] as const)('a plan that is followed on %s', (_, open: () => Promise<Deployment>) => {
  let deployment: Deployment;
  let apps: readonly NestFastifyApplication[];
  /** A trader at each of two processes. */
  let clients: readonly Client[];
  let planId: string;
  let keys = 0;

  beforeAll(async () => {
    deployment = await open();
    apps = [await startApi(deployment.ports), await startApi(deployment.ports)];
    const ports = await Promise.all(apps.map(listen));
    clients = ports.map((port) => subscriber(port, deployment.key('trader')));
  });
  beforeEach(async () => {
    show(0);
    const plan = { instrumentId: 'TEST', side: 'BUY', quantity: 20_000, horizonSeconds: 3_600, intervals: 6 };
    const input = {
      ...plan,
      participationRateMax: 0.5,
      strategy: { kind: 'TWAP' },
      idempotencyKey: `key ${(keys += 1)}`,
    };
    planId = await made(PLAN, { input });
  });
  afterAll(async () => {
    for (const client of clients) await client.dispose();
    for (const app of apps) await app.close();
    await deployment.close();
  });

  /** The market so many seconds later, two ticks wide. */
  const show = (seconds: number, changes: Partial<MarketSnapshot> = {}): void => {
    const now = SESSION_TIME + BigInt(seconds) * 1_000_000_000n;
    deployment.ports.market.setNow(now);
    const exchangeTime = new Date(Number(now / 1_000_000n)).toISOString();
    const listed = market({ terms: terms({ sessionSeconds: 86_400 }), exchangeTime, averageSpreadBps: 2 });
    deployment.ports.market.setState(instrumentState({ ...listed, ...around(0.01), ...changes }));
  };

  const around = (halfSpread: number): Partial<MarketSnapshot> => ({
    bids: [{ price: 100 - halfSpread, size: 500 }],
    asks: [{ price: 100 + halfSpread, size: 500 }],
  });

  const made = async (document: string, variables: object): Promise<string> => {
    const { data, errors } = await send<Readonly<Record<string, { readonly decisionId: string }>>>(
      apps[0]!,
      document,
      variables,
      deployment.key('trader'),
    );
    expect(errors).toEqual([]);
    return Object.values(data)[0]!.decisionId;
  };

  const updates = (id = planId, by = clients[0]!): Feed<Update> => follow<Update>(by, UPDATES, { planId: id });
  const last = ({ items }: Feed<Update>): Update => items.at(-1)!;

  it('is told at once, slice by slice, and to the end, which ends the subscription', async () => {
    const feed = updates();
    await eventually('it is told at once', () => feed.items.length > 0);
    expect(feed.items[0]).toMatchObject({
      planId,
      decisionId: planId,
      phase: 'WORKING',
      regime: 'CALM',
      triggers: [],
      leftQuantity: 20_000,
      doneBasis: 'ASSUMED',
      slice: { fromSeconds: 0 },
      advice: { link: 'RULES', passed: [{ link: 'LEARNED', code: 'LINK_ABSENT' }], takeQuantity: 0, showPrice: 99.99 },
      notRevised: null,
    });
    show(610);
    await eventually('the second slice has begun', () => last(feed).slice?.fromSeconds === 600);
    show(3_600);
    await feed.ended;
    expect(last(feed)).toMatchObject({ phase: 'COMPLETED', doneQuantity: 20_000, leftQuantity: 0, advice: null });
    expect(feed.errors).toEqual([]);
  });

  it('pauses without a market, and what the pause left is a recorded plan of its own, the same for all', async () => {
    const feeds = clients.map((client) => updates(planId, client));
    await eventually('it is told at once', () => feeds.every(({ items }) => items.length > 0));
    show(600);
    await eventually('the second slice has begun', () => feeds.every((feed) => last(feed).slice?.fromSeconds === 600));
    show(600, { status: 'HALTED' });
    await eventually('it pauses', () => feeds.every((feed) => last(feed).phase === 'PAUSED'));
    expect(last(feeds[0]!)).toMatchObject({
      reason: 'trading in TEST is HALTED',
      advice: { link: 'PAUSE', passed: [{}, { link: 'RULES', code: 'NO_MARKET' }, { link: 'TWAP' }], showQuantity: 0 },
    });
    show(1_800);
    await eventually('it is planned anew', () => feeds.every((feed) => last(feed).revision === 1));
    const [here, there] = feeds.map(last);
    expect(here).toEqual(there);
    expect(here!.phase).toBe('WORKING');
    const planned = here!.slices.reduce((sum, { quantity }) => sum + quantity, 0);
    expect(planned).toBe(20_000 - here!.doneQuantity);
    const { data } = await send(apps[1]!, REPLAY, { id: here!.decisionId }, deployment.key('trader'));
    expect(data).toEqual({ replayDecision: { byteEqual: true, modelCheck: 'MATCHES' } });
    for (const feed of feeds) feed.stop();
  });

  it('grows tense when the spread widens, and is planned anew', async () => {
    const feed = updates();
    await eventually('it is told at once', () => feed.items.length > 0);
    for (const seconds of [60, 120, 180]) {
      show(seconds, around(0.05));
      await eventually('it is tense', () => last(feed).triggers.includes('SPREAD'));
    }
    await eventually('it is planned anew', () => last(feed).revision > 0);
    expect(last(feed).decisionId).not.toBe(planId);
    feed.stop();
  });

  /** What a process answers to a report of fills. */
  const filling = async (
    fills: readonly object[],
    {
      by = apps[0]!,
      of = planId,
      desk = 'alpha',
    }: { readonly by?: NestFastifyApplication; readonly of?: string; readonly desk?: DeskName } = {},
  ): Promise<unknown> => {
    const input = { planId: of, fills };
    const { data, errors } = await send(by, FILL, { input }, deployment.key('trader', desk));
    return errors[0]?.extensions ?? data.recordPlanFills;
  };

  const lit = (execId: string, quantity: number, changes: object = {}): object => ({
    execId,
    quantity,
    price: '100.01',
    venue: 'LIT',
    liquidity: 'ADDED',
    ...changes,
  });

  it('counts what is filled, in every process, to its end before the time is over', async () => {
    const feeds = clients.map((client) => updates(planId, client));
    await eventually('it is told at once', () => feeds.every(({ items }) => items.length > 0));
    show(300);
    expect(await filling([lit('a', 400), lit('b', 300)])).toEqual({
      planId,
      recorded: 2,
      repeated: 0,
      filledQuantity: 700,
      leftQuantity: 19_300,
    });
    await eventually('all hear of it', () => feeds.every((feed) => last(feed).doneQuantity === 700));
    for (const feed of feeds) {
      const { dueQuantity, aheadQuantity } = last(feed);
      expect(last(feed)).toMatchObject({ doneBasis: 'REPORTED', leftQuantity: 19_300, phase: 'WORKING' });
      expect(dueQuantity).toBeGreaterThan(700);
      expect(aheadQuantity).toBe(700 - dueQuantity);
    }
    const both = await Promise.all(
      apps.map((by) => filling([lit('b', 300), lit('c', 1_000, { at: SESSION }), lit('d', 300)], { by })),
    );
    expect(both).toContainEqual(expect.objectContaining({ recorded: 2, repeated: 1, filledQuantity: 2_000 }));
    expect(both).toContainEqual(expect.objectContaining({ recorded: 0, repeated: 3, filledQuantity: 2_000 }));
    await filling([lit('rest', 18_000, { liquidity: 'AUCTION' })], { by: apps[1]! });
    for (const feed of feeds) {
      await feed.ended;
      expect(last(feed)).toMatchObject({ phase: 'COMPLETED', leftQuantity: 0, reason: 'all of the order is filled' });
    }
  });

  it('is planned anew of what the fills have left, by a fill that names the revision too', async () => {
    const feed = updates();
    await eventually('it is told at once', () => feed.items.length > 0);
    show(600);
    await filling([lit('a', 1_000)]);
    await eventually('it is counted', () => last(feed).doneQuantity === 1_000);
    show(600, { status: 'HALTED' });
    await eventually('it pauses', () => last(feed).phase === 'PAUSED');
    show(1_800);
    await eventually('it is planned anew', () => last(feed).revision === 1);
    expect(last(feed).slices.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(19_000);
    expect(await filling([lit('b', 500)], { of: last(feed).decisionId })).toMatchObject({
      planId,
      leftQuantity: 18_500,
    });
    await eventually('it is counted', () => last(feed).doneQuantity === 1_500);
    feed.stop();
  });

  it('is filled as an order can be, or not at all; the refusal names the field', async () => {
    await filling([lit('a', 500)]);
    const refused: readonly (readonly [object, string, string])[] = [
      [lit('a', 501), 'DUPLICATE_ID', 'fills.1.execId'],
      [lit('b', 19_500), 'IMPOSSIBLE_FILL', 'fills.1.quantity'],
      [lit('b', 0.5), 'INVALID_QUANTITY', 'fills.1.quantity'],
      [lit('b', 1, { at: '2024-03-05T15:00:00.4Z' }), 'IMPOSSIBLE_FILL', 'fills.1.at'],
      [lit('b', 1, { at: '2024-03-05T15:00:00.6Z' }), 'IMPOSSIBLE_FILL', 'fills.1.at'],
    ];
    for (const [fill, code, field] of refused) {
      expect(await filling([lit('new', 100), fill])).toMatchObject({ code, field });
    }
    const malformed: readonly (readonly [readonly object[], string])[] = [
      [[lit('b', 1, { price: 0 })], 'fills.0.price'],
      [[lit('b', -1)], 'fills.0.quantity'],
      [[lit('', 1)], 'fills.0.execId'],
      [[], 'fills'],
      [Array.from({ length: 1_001 }, (_, i) => lit(String(i), 1)), 'fills'],
    ];
    for (const [fills, field] of malformed) {
      expect(await filling(fills)).toMatchObject({ code: 'INVALID_INPUT', fields: [{ field }] });
    }
    const unknown = { code: 'UNKNOWN_PLAN', field: 'planId' };
    expect(await filling([lit('b', 1)], { desk: 'beta' })).toMatchObject(unknown);
    expect(await filling([lit('b', 1)], { of: 'no plan' })).toMatchObject(unknown);
    expect(await filling([lit('a', 500)])).toMatchObject({ recorded: 0, repeated: 1, filledQuantity: 500 });
  });

  it('is of its desk, and a plan', async () => {
    const evaluated = await made(EVALUATE, {
      input: {
        instrumentId: 'TEST',
        side: 'BUY',
        quantity: 5_000,
        quotes: [{ dealer: 'D1', price: 100.05, validForMs: 60_000 }],
        idempotencyKey: `evaluation ${keys}`,
      },
    });
    for (const id of [evaluated, '01a1ffb6-f103-7c05-aed1-88fbab5d6caf', 'no id']) {
      const feed = updates(id);
      await feed.ended;
      expect(feed.items).toEqual([{ code: 'UNKNOWN_PLAN', field: 'planId' }]);
    }
  });
});
