import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { venuesMethod } from '#application/analyse-venues';
import { DESKS, send, startApi } from '../factories/api.js';
import { computingHere } from '../factories/computing.js';
import { openMemoryDeployment, openPostgresDeployment, type Deployment } from '../factories/deployments.js';
import { handlerOf, takeJobs, workThrough } from '../factories/worker.js';

jest.setTimeout(120_000);

const FAILURE = '... on ExpectedError { code field }';
const SPLIT = `request { instrumentId side quantity horizonSeconds } modelVersion riskAversion
  allocations { venue quantity cost { meanBps sdBps terms { name bps } } } cost { meanBps expectedShortfallBps }
  objectiveBps takenQuantity singles { venue cost { meanBps } } ineligible { venue reason }`;
const ANALYSE = `mutation Analyse($input: AnalyseVenuesInput!) {
  analyseVenues(input: $input) { ... on Analysis { analysisId kind status priority rows partsDone } ${FAILURE} }
}`;
const FOUND = `query Found($id: ID!, $from: Int = 0, $first: Int = 100) {
  analysis(id: $id) {
    ... on Analysis {
      status partsDone failureReason scenarios { ... on ScenarioRow { row } }
      venueSplits(from: $from, first: $first) { ... on VenueSplitRow { row ${SPLIT} } ${FAILURE} }
    }
    ${FAILURE}
  }
}`;
const SELECT = `mutation Select($input: SelectVenuesInput!) {
  selectVenues(input: $input) { ... on VenueSelection { ${SPLIT} } ${FAILURE} }
}`;

interface Row {
  readonly row?: number;
  readonly allocations: readonly { readonly quantity: number }[];
}
interface Found {
  readonly analysisId: string;
  readonly venueSplits: readonly Row[];
}

const BUY = { instrumentId: 'TEST', side: 'BUY', quantity: 20_000, horizonSeconds: 1_800 };
const SELL = { ...BUY, side: 'SELL', quantity: 15_000, alphaBps: 2 };
const LIT = { name: 'LIT', kind: 'LIT', takerFeeBps: 0.3 };
const POOL = { name: 'POOL', kind: 'DARK', anyProbability: 0.6, meanUnits: 20_000 };
const DEALERS = { name: 'DEALERS', kind: 'RFQ', dealers: ['NORTH', 'SOUTH'] };
const VENUES = [LIT, POOL, DEALERS];

describe.each([
  ['memory', openMemoryDeployment],
  ['PostgreSQL', openPostgresDeployment],
] as const)('splits of many orders on %s', (_, open: () => Promise<Deployment>) => {
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

  const ask = async <Data = Found>(query: string, variables: object): Promise<Data> => {
    const { data, errors } = await send<Record<string, Data>>(app, query, variables, deployment.key('trader'));
    expect(errors).toEqual([]);
    return Object.values(data)[0]!;
  };
  const analyse = (changes: object = {}): Promise<Found> =>
    ask(ANALYSE, {
      input: { orders: [BUY, SELL], venues: VENUES, seed: 7, idempotencyKey: `splits ${(keys += 1)}`, ...changes },
    });
  const analysed = async (changes: object = {}): Promise<readonly Row[]> => {
    const { analysisId } = await analyse(changes);
    await workThrough(deployment.worker, deployment.ports.model);
    const found = await ask(FOUND, { id: analysisId });
    expect(found).toMatchObject({ status: 'DONE', failureReason: null, scenarios: [] });
    return found.venueSplits;
  };

  it('are those that selectVenues gives with the seed of their row', async () => {
    expect(await analyse()).toMatchObject({ kind: 'VENUES', status: 'QUEUED', priority: 'INTERACTIVE', rows: 2 });
    const rows = await analysed();
    expect(rows.map(({ row }) => row)).toEqual([0, 1]);
    for (const [i, order] of [BUY, SELL].entries()) {
      const { row: __, ...split } = rows[i]!;
      const alone = { ...order, venues: VENUES, seed: 7 + i, idempotencyKey: `alone ${(keys += 1)}` };
      expect(split).toEqual(await ask(SELECT, { input: alone }));
      expect(split.allocations.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(order.quantity);
    }
  });

  it('have the same bytes when a part is computed again', async () => {
    const { analysisId } = await analyse({ seed: 2 ** 32 - 1 });
    await workThrough(deployment.worker, deployment.ports.model);
    const { analyses } = deployment.worker;
    const inputs = await analyses.inputs(DESKS.alpha, analysisId);
    const [kept] = await analyses.parts(DESKS.alpha, analysisId, 0, 1);
    expect(JSON.stringify(await venuesMethod(computingHere).rows(inputs!, 0, 2))).toBe(kept!.rows);
  });

  it('are of the market and the model of the request, whatever is by the time of the work', async () => {
    const before = await analysed({ orders: [BUY] });
    const { analysisId } = await analyse({ orders: [BUY] });
    const gone = { forecast: () => Promise.reject(new Error('no model is asked')) };
    await workThrough(deployment.worker, gone);
    expect((await ask(FOUND, { id: analysisId })).venueSplits).toEqual(before);
  });

  it('say in the place of an order why there is none', async () => {
    const most = { ...LIT, maxUnits: 16_000 };
    expect(await analysed({ venues: [most] })).toMatchObject([
      { code: 'NO_SPLIT_ALLOWED', field: 'limits' },
      { row: 1 },
    ]);
    const big = { name: 'BIG', kind: 'BLOCK', minUnits: 16_000 };
    expect(await analysed({ venues: [big] })).toMatchObject([{ row: 0 }, { code: 'NO_VENUE_ELIGIBLE' }]);
  });

  it('keep the place of an order that no model answers', async () => {
    const outOfRange = { ok: false, error: { code: 'FORECAST_UNAVAILABLE', message: 'out of range' } } as const;
    // Asked together, then the first by itself.
    const asked = jest.spyOn(deployment.ports.model, 'forecast');
    asked.mockResolvedValueOnce(outOfRange).mockResolvedValueOnce(outOfRange);
    expect(await analysed()).toMatchObject([{ code: 'FORECAST_UNAVAILABLE', field: 'orders.0' }, { row: 1 }]);
    asked.mockRestore();
  });

  it('are there part by part, a page at a time', async () => {
    const { analysisId } = await analyse({ orders: Array.from({ length: 6 }, () => BUY), venues: [LIT] });
    const [first, ...others] = await takeJobs(deployment.worker);
    await handlerOf(deployment.worker, deployment.ports.model, first!).run(first!.payload);
    const found = await ask(FOUND, { id: analysisId, from: 3, first: 2 });
    expect(found).toMatchObject({ status: 'RUNNING', partsDone: 1, venueSplits: [{ row: 3 }] });
    for (const job of others) await handlerOf(deployment.worker, deployment.ports.model, job).run(job.payload);
    expect(await ask(FOUND, { id: analysisId, from: 3, first: 2 })).toMatchObject({
      status: 'DONE',
      venueSplits: [{ row: 3 }, { row: 4 }],
    });
  });

  it('are one analysis per key, and no other request under it', async () => {
    const first = await analyse({ idempotencyKey: 'the same' });
    expect(await analyse({ idempotencyKey: 'the same' })).toEqual(first);
    expect(await analyse({ idempotencyKey: 'the same', seed: 8 })).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });

  it.each<[string, string, object]>([
    ['INVALID_QUANTITY', 'orders.1.quantity', { orders: [BUY, { ...SELL, quantity: -1 }] }],
    ['INVALID_HORIZON', 'orders.0.horizonSeconds', { orders: [{ ...BUY, horizonSeconds: -60 }] }],
    ['INVALID_HORIZON', 'orders.0.participation', { orders: [{ ...BUY, horizonSeconds: null, participation: 1.2 }] }],
    ['UNKNOWN_INSTRUMENT', 'orders.1.instrumentId', { orders: [BUY, { ...BUY, instrumentId: 'OTHER' }] }],
    ['IMPOSSIBLE_VENUES', 'venues', { venues: [LIT, LIT] }],
    ['IMPOSSIBLE_VENUES', 'venues.1.anyProbability', { venues: [LIT, { ...POOL, anyProbability: 1.2 }] }],
    ['IMPOSSIBLE_VENUES', 'limits.venuesMost', { limits: { venuesMost: 0 } }],
    ['IMPOSSIBLE_VENUES', 'seed', { seed: 0.5 }],
    ['IMPOSSIBLE_VENUES', 'seed', { seed: 2 ** 32 }],
    ['NO_DEALER_KNOWN', 'venues.1.dealers', { venues: [LIT, { name: 'RFQ', kind: 'RFQ' }] }],
  ])('are refused with %s at %s', async (code, field, changes) => {
    await takeJobs(deployment.worker);
    expect(await analyse(changes)).toMatchObject({ code, field });
    expect(await takeJobs(deployment.worker)).toEqual([]);
  });
});
