import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OrderForecast } from '#application/answer-forecast-batch';
import { jobId, jobPriority, type Job } from '#application/jobs';
import { type ForecastBatchRecord } from '#application/ports';
import { FORECAST_BATCH_ORDERS_MAX, ORDERS_WAITING_MAX } from '#application/request-forecast-batch';
import { eventually } from '../contracts/eventually.js';
import { DESKS, send, startApi, type Answer } from '../factories/api.js';
import { openMemoryDeployment, openPostgresDeployment, type Deployment } from '../factories/deployments.js';
import { forecastBatch } from '../factories/records.js';
import { follow, listen, subscriber, untilHeard } from '../factories/listening.js';
import { handlerOf, takeJobs, workThrough } from '../factories/worker.js';

jest.setTimeout(60_000);

const FIELDS = 'batchId status priority orders answered deadline failureReason requestedAt';
const ANSWERS = `__typename
  ... on OrderForecast {
    order request { instrumentId side quantity horizonSeconds } modelVersion tier provider identification
    temporaryBps permanentBps lastingShiftBps
    slippage { meanBps sdBps quantiles { probability bps } valueAtRiskBps expectedShortfallBps }
  }
  ... on ExpectedError { code field message allowed }`;

const REQUEST = `mutation Request($input: RequestForecastBatchInput!) {
  requestForecastBatch(input: $input) {
    __typename ... on ForecastBatch { ${FIELDS} } ... on ExpectedError { code field message allowed }
  }
}`;
const BATCH = `query Batch($id: ID!, $from: Int!, $first: Int!) {
  forecastBatch(id: $id) {
    __typename
    ... on ForecastBatch { ${FIELDS} answers(from: $from, first: $first) { ${ANSWERS} } }
    ... on ExpectedError { code field message allowed }
  }
}`;
const CANCEL = `mutation Cancel($id: ID!) {
  cancelForecastBatch(id: $id) {
    __typename ... on ForecastBatch { ${FIELDS} } ... on ExpectedError { code field message allowed }
  }
}`;
const SINGLE = `query Single($input: ImpactForecastInput!) {
  impactForecast(input: $input) {
    ... on ImpactForecastAnswer { forecast { temporaryBps permanentBps slippage { meanBps quantiles { bps } } } }
  }
}`;

type OrderAnswer = Partial<OrderForecast> & { readonly __typename: string; readonly code?: string };
interface Batch extends ForecastBatchRecord {
  readonly __typename: string;
  readonly answers: readonly OrderAnswer[];
}

const order = (overrides: object = {}): object => ({
  instrumentId: 'TEST',
  side: 'BUY',
  quantity: 10_000,
  horizonSeconds: 3_600,
  ...overrides,
});

describe.each([
  ['memory', openMemoryDeployment],
  ['PostgreSQL', openPostgresDeployment],
] as const)('batches of forecasts on %s', (_, open: () => Promise<Deployment>) => {
  let deployment: Deployment;
  let app: NestFastifyApplication;
  let keys = 0;

  beforeAll(async () => {
    deployment = await open();
    app = await startApi(deployment.ports);
  });
  afterAll(async () => {
    await app.close();
    await deployment.close();
  });

  const answerTo = <Data>(query: string, variables: object): Promise<Answer<Record<string, Data>>> =>
    send<Record<string, Data>>(app, query, variables, deployment.key('quant'));

  const ask = async <Data>(query: string, variables: object): Promise<Data> => {
    const { data, errors } = await answerTo<Data>(query, variables);
    expect(errors).toEqual([]);
    return Object.values(data)[0]!;
  };

  const newKey = (): string => `key ${(keys += 1)}`;
  const request = (orders: readonly object[], idempotencyKey = newKey()): Promise<Batch> =>
    ask(REQUEST, { input: { orders, idempotencyKey } });
  const found = (id: string, from = 0, first = 100): Promise<Batch> => ask(BATCH, { id, from, first });
  const work = (model = deployment.ports.model): Promise<readonly Job[]> => workThrough(deployment.worker, model);

  it('are queued at once and answered when a worker has been at them', async () => {
    const queued = await request([order(), order({ side: 'SELL', horizonSeconds: null, participation: 0.1 })]);
    expect(queued).toMatchObject({
      __typename: 'ForecastBatch',
      status: 'QUEUED',
      orders: 2,
      answered: 0,
      priority: 'BULK',
      deadline: null,
      failureReason: null,
      requestedAt: '2024-03-05T15:00:00.500000000Z',
    });
    expect(await found(queued.batchId)).toEqual({ ...queued, answers: [] });
    expect((await work()).map(jobId)).toEqual([`impact.forecastBatch/${queued.batchId}`]);
    const done = await found(queued.batchId);
    expect(done).toMatchObject({ ...queued, status: 'DONE', answered: 2 });
    expect(done.answers).toMatchObject([
      { __typename: 'OrderForecast', order: 0, request: { side: 'BUY', quantity: 10_000, horizonSeconds: 3_600 } },
      { __typename: 'OrderForecast', order: 1, request: { side: 'SELL', quantity: 10_000 }, provider: 'CPU' },
    ]);
    expect(await work()).toEqual([]);
  });

  it('say of each order what a single forecast says of it', async () => {
    const { batchId } = await request([order(), order({ side: 'SELL', quantity: 250_000 })]);
    await work();
    const { answers } = await found(batchId);
    for (const [i, input] of [order(), order({ side: 'SELL', quantity: 250_000 })].entries()) {
      const { forecast } = await ask<{ forecast: object }>(SINGLE, { input });
      expect(answers[i]).toMatchObject(forecast);
    }
  });

  it('name what is wrong with an order by its field, and go on with the rest', async () => {
    const { batchId, orders } = await request([
      order(),
      order({ instrumentId: 'NONE' }),
      order({ quantity: -5 }),
      order({ horizonSeconds: 0 }),
      order({ participation: 0.1 }),
      order({ horizonSeconds: null, participation: 1.5 }),
      order({ quantity: 20_000 }),
    ]);
    expect(orders).toBe(7);
    await work();
    const { status, answered, answers } = await found(batchId);
    expect([status, answered]).toEqual(['DONE', 7]);
    expect(answers.map((one) => [one.__typename, 'field' in one ? one.field : one.order])).toEqual([
      ['OrderForecast', 0],
      ['UnknownInstrument', 'orders.1.instrumentId'],
      ['InvalidQuantity', 'orders.2.quantity'],
      ['InvalidHorizon', 'orders.3.horizonSeconds'],
      ['InvalidHorizon', 'orders.4.participation'],
      ['InvalidHorizon', 'orders.5.participation'],
      ['OrderForecast', 6],
    ]);
    expect(answers[1]).toMatchObject({ code: 'UNKNOWN_INSTRUMENT', allowed: 'one of: TEST' });
  });

  it('of which no order can be forecast are refused, and the key stays free', async () => {
    const key = newKey();
    expect(await request([order({ instrumentId: 'NONE' }), order({ quantity: 0 })], key)).toMatchObject({
      __typename: 'UnknownInstrument',
      field: 'orders.0.instrumentId',
    });
    deployment.ports.market.setFeedSilenceMs(Infinity);
    expect(await request([order()], key)).toMatchObject({ code: 'STALE_MARKET' });
    deployment.ports.market.setFeedSilenceMs(0);
    expect(await request([order()], key)).toMatchObject({ __typename: 'ForecastBatch' });
    await work();
  });

  it('asked for again under their key are the same batch, whatever the market does now', async () => {
    const key = newKey();
    const first = await request([order()], key);
    deployment.ports.market.setFeedSilenceMs(Infinity);
    expect(await request([order()], key)).toEqual(first);
    deployment.ports.market.setFeedSilenceMs(0);
    expect(await request([order()], key)).toEqual(first);
    expect(await request([order({ side: 'SELL' })], key)).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
      field: 'idempotencyKey',
    });
    expect(await work()).toHaveLength(1);
  });

  it('are computed from the market of the request, whatever became of it since', async () => {
    const first = await request([order()]);
    const { market } = deployment.ports;
    const before = market.latest('TEST')!;
    market.setSnapshot({ ...before, status: 'HALTED', bids: [{ price: 1, size: 1 }] });
    await work();
    market.setSnapshot(before);
    const second = await request([order()]);
    await work();
    const [one, two] = [await found(first.batchId), await found(second.batchId)];
    expect(one.status).toBe('DONE');
    expect(one.answers).toEqual(two.answers);
  });

  it('are as urgent as their desk says, and are not begun after their deadline', async () => {
    const input = { orders: [order()], priority: 'INTERACTIVE', withinSeconds: 0.1, idempotencyKey: newKey() };
    const queued = await ask<Batch>(REQUEST, { input });
    expect(queued).toMatchObject({ status: 'QUEUED', priority: 'INTERACTIVE', deadline: expect.any(String) });
    await eventually('the deadline passes', () => Date.now() > Date.parse(queued.deadline!) + 10);
    expect((await work()).map(jobPriority)).toEqual(['INTERACTIVE']);
    expect(await found(queued.batchId)).toMatchObject({ status: 'EXPIRED', answered: 0, answers: [] });
  });

  it('are cancelled by their desk', async () => {
    const { batchId } = await request([order()]);
    expect(await ask<Batch>(CANCEL, { id: batchId })).toMatchObject({ batchId, status: 'CANCELLED' });
    await work();
    expect(await found(batchId)).toMatchObject({ status: 'CANCELLED', answered: 0 });
    const done = await request([order()]);
    await work();
    expect(await ask<Batch>(CANCEL, { id: done.batchId })).toMatchObject({ status: 'DONE', answered: 1 });
    expect(await ask(CANCEL, { id: 'none' })).toMatchObject({ code: 'UNKNOWN_FORECAST_BATCH', field: 'id' });
  });

  it('are refused while too many orders wait, and taken when some are done', async () => {
    const orders = ORDERS_WAITING_MAX - 1;
    const waiting = forecastBatch({ deskId: DESKS.alpha, orders });
    await deployment.ports.forecastBatches.create(waiting, []);
    const key = newKey();
    const first = await request([order()]);
    expect(await request([order(), order()], key)).toMatchObject({
      code: 'TOO_MANY_WAITING',
      field: 'orders',
      allowed: `0 orders now, ${ORDERS_WAITING_MAX} when none waits`,
    });
    await ask(CANCEL, { id: waiting.batchId });
    expect(await request([order(), order()], key)).toMatchObject({ status: 'QUEUED', orders: 2 });
    await work();
    expect(await found(first.batchId)).toMatchObject({ status: 'DONE' });
  });

  it('of many orders are read in pages', async () => {
    const sizes = Array.from({ length: 600 }, (__, i) => 100 * (i + 1));
    const { batchId } = await request(sizes.map((quantity) => order({ quantity })));
    await work();
    const seen: OrderAnswer[] = [];
    for (let from = 0; from < sizes.length; from += 70) seen.push(...(await found(batchId, from, 70)).answers);
    expect(seen.map((one) => one.order)).toEqual(sizes.map((__, i) => i));
    expect(seen.map((one) => one.request?.quantity)).toEqual(sizes);
    expect((await found(batchId, 600)).answers).toEqual([]);
  });

  it.each([
    [{ from: -1, first: 1 }, 'from'],
    [{ from: 0, first: 0 }, 'first'],
    [{ from: 0, first: 101 }, 'first'],
  ])('a page of %j is refused', async (page, field) => {
    const { batchId } = await request([order()]);
    const { errors } = await answerTo(BATCH, { id: batchId, ...page });
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT', fields: [{ field }] } }]);
    await work();
  });

  it('pages of one query have as many rows as any query', async () => {
    const { batchId } = await request([order()]);
    const query = `query ($id: ID!) { forecastBatch(id: $id) { ... on ForecastBatch {
      a: answers(first: 100) { __typename } b: answers(first: 100) { __typename } c: answers(first: 1) { __typename }
    } } }`;
    const { errors } = await answerTo(query, { id: batchId });
    expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COSTLY', limit: 'rows' } }]);
    await work();
  });

  it(`take ${FORECAST_BATCH_ORDERS_MAX} orders and no more`, async () => {
    const most = Array.from({ length: FORECAST_BATCH_ORDERS_MAX }, () =>
      order({ quantityUnit: 'UNITS', aggression: 0.25 }),
    );
    const { batchId } = await request(most);
    await work();
    expect(await found(batchId)).toMatchObject({ status: 'DONE', answered: FORECAST_BATCH_ORDERS_MAX });
    for (const orders of [[], [...most, order()]]) {
      const { errors } = await answerTo(REQUEST, { input: { orders, idempotencyKey: newKey() } });
      expect(errors).toMatchObject([
        { extensions: { code: 'INVALID_INPUT', fields: [{ field: 'orders', allowed: 'a list of 1 to 2000' }] } },
      ]);
    }
  });

  it.each([
    ['side', 'LONG'],
    ['quantity', 'many'],
    ['aggression', 2],
    ['instrumentId', ' TEST'],
  ])('with what is no order are refused as a whole: %s %j', async (field, value) => {
    const orders = [order(), order({ [field]: value })];
    const { errors } = await answerTo(REQUEST, { input: { orders, idempotencyKey: newKey() } });
    expect(errors).toMatchObject([{ extensions: { fields: [{ field: `orders.1.${field}` }] } }]);
  });

  it('tell their desk of every step, with their answers', async () => {
    const client = subscriber(await listen(app), deployment.key('trader'));
    const feed = follow<Batch>(
      client,
      'subscription { forecastBatchUpdated { batchId status answered answers(first: 100) { __typename } } }',
    );
    await untilHeard(feed, () => request([order()]));
    const { batchId } = await request(Array.from({ length: 600 }, () => order()));
    await work();
    const last = (): Batch | undefined => feed.items.filter((item) => item.batchId === batchId).at(-1);
    await eventually('it is told that the batch is done', () => last()?.status === 'DONE');
    expect(last()).toMatchObject({ answered: 600 });
    expect(last()?.answers).toHaveLength(100);
    expect(feed.errors).toEqual([]);
    await client.dispose();
  });

  it('that a worker gives up keep what was answered, and say why', async () => {
    const { batchId } = await request(Array.from({ length: 1_100 }, () => order()));
    const [job] = await takeJobs(deployment.worker);
    let calls = 0;
    const { model } = deployment.ports;
    const failing = {
      forecast: (requests: Parameters<typeof model.forecast>[0]) => {
        calls += 1;
        return calls > 8 ? Promise.reject(new Error('out of memory')) : model.forecast(requests);
      },
    };
    const handler = handlerOf(deployment.worker, failing, job!);
    await expect(handler.run(job!.payload)).rejects.toThrow('out of memory');
    await handler.abandon(job!.payload, 'the model was never there');
    const { answers, ...batch } = await found(batchId, 1_000);
    expect(batch).toMatchObject({ status: 'FAILED', failureReason: 'the model was never there', answered: 1_024 });
    expect(answers).toHaveLength(24);
  });

  it('are not known to whoever did not ask for them', async () => {
    expect(await found('nonsense')).toMatchObject({ code: 'UNKNOWN_FORECAST_BATCH', field: 'id' });
  });
});
