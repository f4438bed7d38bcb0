import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { venuesMethod } from '#application/analyse-venues';
import { openAnalysisClient, type AnalysisClient } from '../factories/analysis-client.js';
import { DESKS } from '../factories/api.js';
import { computingHere } from '../factories/computing.js';
import { openMemoryDeployment, openPostgresDeployment, type Deployment } from '../factories/deployments.js';

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
const SPLITS = { orders: [BUY, SELL], venues: VENUES, seed: 7 };

describe.each([
  ['memory', openMemoryDeployment],
  ['PostgreSQL', openPostgresDeployment],
] as const)('splits of many orders on %s', (_, open: () => Promise<Deployment>) => {
  let client: AnalysisClient<Found>;
  beforeAll(async () => {
    const documents = { role: 'trader', analyse: ANALYSE, found: FOUND, input: SPLITS } as const;
    client = await openAnalysisClient(await open(), documents);
  });
  afterAll(() => client.close());

  it('are those that selectVenues gives with the seed of their row', async () => {
    expect(await client.analyse()).toMatchObject({
      kind: 'VENUES',
      status: 'QUEUED',
      priority: 'INTERACTIVE',
      rows: 2,
    });
    const rows = (await client.analysed()).venueSplits;
    expect(rows.map(({ row }) => row)).toEqual([0, 1]);
    for (const [i, order] of [BUY, SELL].entries()) {
      const { row: __, ...split } = rows[i]!;
      const alone = { ...order, venues: VENUES, seed: 7 + i, idempotencyKey: `alone ${i}` };
      expect(split).toEqual(await client.ask(SELECT, { input: alone }));
      expect(split.allocations.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(order.quantity);
    }
  });

  it('have the same bytes when a part is computed again', async () => {
    const { analysisId } = await client.analyse({ seed: 2 ** 32 - 1 });
    await client.work();
    const { analyses } = client.deployment.worker;
    const inputs = await analyses.inputs(DESKS.alpha, analysisId);
    const [kept] = await analyses.parts(DESKS.alpha, analysisId, 0, 1);
    expect(JSON.stringify(await venuesMethod(computingHere).rows(inputs!, 0, 2))).toBe(kept!.rows);
  });

  it('are of the market and the model of the request, whatever is by the time of the work', async () => {
    const before = (await client.analysed({ orders: [BUY] })).venueSplits;
    const { analysisId } = await client.analyse({ orders: [BUY] });
    const gone = { forecast: () => Promise.reject(new Error('no model is asked')) };
    await client.work(gone);
    expect((await client.found(analysisId)).venueSplits).toEqual(before);
  });

  it('say in the place of an order why there is none', async () => {
    const most = { ...LIT, maxUnits: 16_000 };
    expect((await client.analysed({ venues: [most] })).venueSplits).toMatchObject([
      { code: 'NO_SPLIT_ALLOWED', field: 'limits' },
      { row: 1 },
    ]);
    const big = { name: 'BIG', kind: 'BLOCK', minUnits: 16_000 };
    expect((await client.analysed({ venues: [big] })).venueSplits).toMatchObject([
      { row: 0 },
      { code: 'NO_VENUE_ELIGIBLE' },
    ]);
  });

  it('keep the place of an order that no model answers', async () => {
    const outOfRange = { ok: false, error: { code: 'FORECAST_UNAVAILABLE', message: 'out of range' } } as const;
    // Asked together, then the first by itself.
    const asked = jest.spyOn(client.deployment.ports.model, 'forecast');
    asked.mockResolvedValueOnce(outOfRange).mockResolvedValueOnce(outOfRange);
    expect((await client.analysed()).venueSplits).toMatchObject([
      { code: 'FORECAST_UNAVAILABLE', field: 'orders.0' },
      { row: 1 },
    ]);
    asked.mockRestore();
  });

  it('are there part by part, a page at a time', async () => {
    const { analysisId } = await client.analyse({ orders: Array.from({ length: 6 }, () => BUY), venues: [LIT] });
    const [first, ...others] = await client.take();
    await first!.run();
    const found = await client.found(analysisId, { from: 3, first: 2 });
    expect(found).toMatchObject({ status: 'RUNNING', partsDone: 1, venueSplits: [{ row: 3 }] });
    for (const job of others) await job.run();
    expect(await client.found(analysisId, { from: 3, first: 2 })).toMatchObject({
      status: 'DONE',
      scenarios: [],
      venueSplits: [{ row: 3 }, { row: 4 }],
    });
  });

  it('are one analysis per key, and no other request under it', async () => {
    const first = await client.analyse({ idempotencyKey: 'the same' });
    expect(await client.analyse({ idempotencyKey: 'the same' })).toEqual(first);
    expect(await client.analyse({ idempotencyKey: 'the same', seed: 8 })).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
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
    await client.take();
    expect(await client.analyse(changes)).toMatchObject({ code, field });
    expect(await client.take()).toEqual([]);
  });
});
