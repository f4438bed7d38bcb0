import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NS_PER_SECOND, type Failure } from '#domain/core';
import { DESKS, EVALUATE, evaluateInput, send, SESSION_TIME, startApi } from '../factories/api.js';
import { openPostgresDeployment, type PostgresDeployment } from '../factories/deployments.js';

const GENERATE = `mutation Generate($input: GenerateQuoteInput!) {
  generateQuote(input: $input) { __typename ... on DealerQuote { decisionId } ... on ExpectedError { code field message } }
}`;

const ANALYSE = `mutation Analyse($input: AnalyseScenariosInput!) {
  analyseScenarios(input: $input) { __typename ... on Analysis { analysisId } ... on ExpectedError { code field message } }
}`;

const GRID = { instrumentId: 'TEST', side: 'SELL', quantities: [5_000], horizons: [{ horizonSeconds: 1_800 }] };

const QUOTES = [
  { dealer: 'NORTH', price: '100.06', validForMs: 60_000 },
  { dealer: 'SOUTH', price: '100.04', validForMs: 60_000 },
];

/** Any answer: the success's own fields, or the failure's. */
type Outcome = Partial<Failure> & {
  readonly __typename: string;
  readonly decisionId?: string;
  readonly analysisId?: string;
};

let deployment: PostgresDeployment;
/** Two processes on one database. */
let apps: readonly [NestFastifyApplication, NestFastifyApplication];
let keys = 0;
let key = '';

beforeAll(async () => {
  deployment = await openPostgresDeployment();
  apps = [await startApi(deployment.ports), await startApi(deployment.ports)];
});

afterAll(async () => {
  for (const app of apps) await app.close();
  await deployment.close();
});

beforeEach(() => {
  deployment.ports.market.setNow(SESSION_TIME);
  keys += 1;
  key = `key ${keys}`;
});

const call = async (
  query: string,
  input: object,
  { app = apps[0], apiKey = deployment.key('admin') } = {},
): Promise<Outcome> => {
  const { data, errors } = await send<Record<string, Outcome>>(app, query, { input }, apiKey);
  expect(errors).toEqual([]);
  return Object.values(data)[0]!;
};

const evaluate = (overrides: object = {}, options: Parameters<typeof call>[2] = {}): Promise<Outcome> =>
  call(EVALUATE, evaluateInput({ quotes: QUOTES, idempotencyKey: key, ...overrides }), options);

const countOf = async (table: 'decision' | 'analysis' | 'outbox', where = 'idempotency_key = $1'): Promise<number> => {
  const rows = await deployment.database.asOwner<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${table} WHERE ${where}`,
    [key],
    DESKS.alpha,
  );
  return rows[0]!.count;
};

/** Many calls at once, every other one through the other process. */
const atOnce = (times: number, once: (app: NestFastifyApplication) => Promise<Outcome>): Promise<readonly Outcome[]> =>
  Promise.all(Array.from({ length: times }, (_, i) => once(apps[i % 2]!)));

const CONFLICT = { code: 'IDEMPOTENCY_CONFLICT', field: 'idempotencyKey' };

describe('one idempotency key', () => {
  it('a thousand times at once is one decision and a thousand equal answers', async () => {
    const answers = await atOnce(1_000, (app) => evaluate({}, { app }));
    expect(answers[0]).toMatchObject({ __typename: 'RankedQuotes' });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await countOf('decision')).toBe(1);
  });

  it('a thousand times at once is one quote', async () => {
    const input = { instrumentId: 'TEST', quantity: 5_000, idempotencyKey: key };
    const answers = await atOnce(1_000, (app) => call(GENERATE, input, { app }));
    expect(new Set(answers.map(({ decisionId }) => decisionId)).size).toBe(1);
    expect(await countOf('decision')).toBe(1);
  });

  it('a hundred times at once is one analysis and one job per part', async () => {
    const input = { ...GRID, idempotencyKey: key };
    const answers = await atOnce(100, (app) => call(ANALYSE, input, { app }));
    const ids = new Set(answers.map(({ analysisId }) => analysisId));
    expect(ids.size).toBe(1);
    expect(await countOf('analysis')).toBe(1);
    expect(await countOf('outbox', `payload LIKE '%${[...ids][0]!}%' AND $1 <> ''`)).toBe(1);
  });

  it('with two bodies at once is one decision: equal answers to its body, conflicts for the other', async () => {
    const sides = Array.from({ length: 200 }, (_, i) => (i % 3 === 0 ? 'SELL' : 'BUY'));
    const answers = await Promise.all(sides.map((side, i) => evaluate({ side }, { app: apps[i % 2]! })));
    const won = answers.find(({ __typename }) => __typename === 'RankedQuotes')!;
    const winner = sides[answers.indexOf(won)];
    for (const [i, answer] of answers.entries()) {
      if (sides[i] === winner) expect(answer).toEqual(won);
      else expect(answer).toMatchObject(CONFLICT);
    }
    expect(await countOf('decision')).toBe(1);
  });
});

describe('the same key with another body', () => {
  it.each<[string, object]>([
    ['side', { side: 'SELL' }],
    ['quantity', { quantity: 9_999 }],
    ['unit', { quantityUnit: 'NOTIONAL' }],
    ['horizon', { horizonSeconds: 1_801 }],
    ['instrument', { instrumentId: 'OTHER' }],
    ['price', { quotes: [{ dealer: 'NORTH', price: '100.07', validForMs: 60_000 }] }],
    ['quotes in another order', { quotes: [...QUOTES].reverse() }],
  ])('another %s is a conflict that names the first decision', async (_, changed) => {
    const first = await evaluate();
    const second = await evaluate(changed);
    expect(second).toMatchObject({ __typename: 'IdempotencyConflict', ...CONFLICT });
    expect(second.message).toContain(first.decisionId);
  });

  it('another operation is a conflict', async () => {
    await evaluate();
    const quote = { instrumentId: 'TEST', quantity: '10000', idempotencyKey: key };
    expect(await call(GENERATE, quote)).toMatchObject({ __typename: 'IdempotencyConflict', ...CONFLICT });
  });

  it('an analysis of another body is a conflict', async () => {
    const input = { ...GRID, idempotencyKey: key };
    const first = await call(ANALYSE, input);
    expect(await call(ANALYSE, { ...input, quantities: ['5e3'] })).toEqual(first);
    const second = await call(ANALYSE, { ...input, thresholdBps: 11 });
    expect(second).toMatchObject({ __typename: 'IdempotencyConflict', ...CONFLICT });
    expect(second.message).toContain(first.analysisId);
  });
});

describe('a repeat', () => {
  it.each<[string, object]>([
    ['number for text', { quantity: 10_000 }],
    ['exponent', { quantity: '1e4' }],
    ['trailing zeros', { quantity: '10000.00' }],
    ['default written out', { quantityUnit: 'UNITS' }],
    ['default left out', { horizonSeconds: undefined }],
    ['null for absent', { horizonSeconds: null }],
  ])('in another spelling is the same request: %s', async (_, spelling) => {
    const first = await evaluate();
    expect(await evaluate(spelling)).toEqual(first);
  });

  it('gets the first decision when the market has moved', async () => {
    const first = await evaluate();
    const { market } = deployment.ports;
    const before = market.latest('TEST')!;
    market.setSnapshot({ ...before, sequence: before.sequence + 1, bids: [{ price: 90, size: 1 }] });
    expect(await evaluate()).toEqual(first);
    market.setSnapshot(before);
  });

  it('gets the first decision when the feed is silent', async () => {
    const first = await evaluate();
    deployment.ports.market.setFeedSilenceMs(60_000);
    expect(await evaluate({ idempotencyKey: `${key} of another` })).toMatchObject({ code: 'STALE_MARKET' });
    expect(await evaluate()).toEqual(first);
    expect(await evaluate({ side: 'SELL' })).toMatchObject(CONFLICT);
  });

  it('gets the first decision when its quotes have expired', async () => {
    const quotes = [{ dealer: 'NORTH', price: '100.05', validUntil: '2024-03-05T15:00:10Z' }];
    const first = await evaluate({ quotes });
    deployment.ports.market.setNow(SESSION_TIME + 60n * NS_PER_SECOND);
    expect(await evaluate({ quotes, idempotencyKey: `${key} of another` })).toMatchObject({
      code: 'ALL_QUOTES_EXPIRED',
    });
    expect(await evaluate({ quotes })).toEqual(first);
  });

  it('after a failure is a new attempt: a failure is not recorded', async () => {
    deployment.ports.market.setFeedSilenceMs(60_000);
    expect(await evaluate()).toMatchObject({ code: 'STALE_MARKET' });
    deployment.ports.market.setFeedSilenceMs(0);
    expect(await evaluate()).toMatchObject({ __typename: 'RankedQuotes' });
  });
});

describe('the same key', () => {
  it('at another desk is another decision', async () => {
    const mine = await evaluate();
    const theirs = await evaluate({ side: 'SELL' }, { apiKey: deployment.key('trader', 'beta') });
    expect(theirs.__typename).toBe('RankedQuotes');
    expect(theirs.decisionId).not.toBe(mine.decisionId);
    expect(await evaluate()).toEqual(mine);
  });

  it('serves a decision and an analysis', async () => {
    const decision = await evaluate();
    const analysis = await call(ANALYSE, { ...GRID, idempotencyKey: key });
    expect([decision.__typename, analysis.__typename]).toEqual(['RankedQuotes', 'Analysis']);
  });

  it.each(['__proto__', 'constructor', "' OR true --", 'ключ', '🔑', 'x'.repeat(128)])('may be %j', async (text) => {
    key = text;
    const first = await evaluate();
    expect(first.__typename).toBe('RankedQuotes');
    expect(await evaluate()).toEqual(first);
    expect(await evaluate({ side: 'SELL' })).toMatchObject(CONFLICT);
  });
});
