import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { STRATEGIES } from '#domain/execution';
import { type GridRow } from '#application/analyse-scenarios';
import { jobPriority } from '#application/jobs';
import { type AnalysisRecord } from '#application/ports';
import { eventually } from '../contracts/eventually.js';
import { openAnalysisClient, type AnalysisClient } from '../factories/analysis-client.js';
import { openMemoryDeployment, openPostgresDeployment, type Deployment } from '../factories/deployments.js';
import { follow, listen, subscriber, untilHeard } from '../factories/listening.js';

jest.setTimeout(120_000);

const FIELDS = 'analysisId kind status priority requestedAt rows rowsPerPart partsDone failureReason';
const GRID_FIELDS = 'grid { instrumentId side market { mid } }';
const FAILURE = '... on ExpectedError { code field allowed }';
const ROW = `row strategy quantity horizonSeconds volatilityFactor participationRate
  slippageBps temporaryBps permanentBps lastingShiftBps
  exceedanceThresholdBps exceedanceProbability valueAtRiskBps expectedShortfallBps`;
const ANALYSE = `mutation Analyse($input: AnalyseScenariosInput!) {
  analyseScenarios(input: $input) { __typename ... on Analysis { ${FIELDS} } ${FAILURE} }
}`;
const FOUND = `query Found($id: ID!, $from: Int = 0) {
  analysis(id: $id) {
    __typename
    ... on Analysis { ${FIELDS} ${GRID_FIELDS} scenarios(from: $from, first: 100) { ... on ScenarioRow { ${ROW} } ${FAILURE} } }
    ${FAILURE}
  }
}`;
const CANCEL = `mutation Cancel($id: ID!) { cancelAnalysis(id: $id) { ... on Analysis { ${FIELDS} } ${FAILURE} } }`;
const TABLE = `query Table($input: StrategyTableInput!) {
  strategyTable(input: $input) { ... on StrategyTable { rows { strategy horizonSeconds slippageBps } } ${FAILURE} }
}`;

type Row = Omit<GridRow, 'modelVersion' | 'tier' | 'identification'>;
interface Found extends AnalysisRecord {
  readonly scenarios: readonly Row[];
}

const GRID = {
  instrumentId: 'TEST',
  side: 'BUY',
  quantities: [5_000, 20_000],
  horizons: [{ horizonSeconds: 1_200 }, { participation: 0.1 }],
  volatilityFactors: [1, 2],
};

const ONE_CELL = { quantities: [100_000], horizons: [{ horizonSeconds: 7_200 }], volatilityFactors: [1] };

/** 10^6 rows and a few. */
const MILLION_ROWS = {
  quantities: Array.from({ length: 700 }, (_, i) => 1_000 + i),
  horizons: Array.from({ length: 480 }, (_, i) => ({ horizonSeconds: 60 + i })),
  volatilityFactors: [1],
};

describe.each([
  ['memory', openMemoryDeployment],
  ['PostgreSQL', openPostgresDeployment],
] as const)('analyses on %s', (_, open: () => Promise<Deployment>) => {
  let client: AnalysisClient<Found>;
  beforeAll(async () => {
    const documents = { role: 'quant', analyse: ANALYSE, found: FOUND, input: GRID } as const;
    client = await openAnalysisClient(await open(), documents);
  });
  afterAll(() => client.close());

  it('computes every strategy at every size, horizon and volatility, and the rows of the moment as the strategy table does', async () => {
    const { analysisId, ...asked } = await client.analyse();
    expect(asked).toMatchObject({
      kind: 'SCENARIOS',
      status: 'QUEUED',
      priority: 'INTERACTIVE',
      rows: 24,
      partsDone: 0,
    });
    await client.work();
    const { status, partsDone, scenarios } = await client.found(analysisId);
    expect({ status, partsDone }).toEqual({ status: 'DONE', partsDone: 1 });
    expect(scenarios.map(({ row }) => row)).toEqual(Array.from({ length: 24 }, (__, row) => row));
    expect(new Set(scenarios.map(({ strategy }) => strategy)).size).toBe(STRATEGIES.length);
    const block = { instrumentId: 'TEST', side: 'BUY', quantity: 5_000, horizonSeconds: 1_200 };
    const table = await client.ask<{ readonly rows: readonly object[] }>(TABLE, { input: block });
    expect(scenarios.slice(0, 3)).toMatchObject(table.rows);
    const [calm, wild] = [scenarios[0]!, scenarios[12]!];
    expect(wild).toMatchObject({ strategy: calm.strategy, quantity: calm.quantity, volatilityFactor: 2 });
    expect(wild.slippageBps).toBeGreaterThan(calm.slippageBps);
  });

  it('in each row temporary and permanent impact add up to the slippage, and the slower strategies are cheaper', async () => {
    const { analysisId } = await client.analyse({ ...ONE_CELL, thresholdBps: 12.5 });
    await client.work();
    const { scenarios } = await client.found(analysisId);
    expect(scenarios.map(({ strategy }) => strategy)).toEqual(['AGGRESSIVE', 'BALANCED', 'PASSIVE']);
    for (const row of scenarios) {
      expect(row.temporaryBps + row.permanentBps).toBeCloseTo(row.slippageBps, 9);
      expect(row.exceedanceThresholdBps).toBe(12.5);
      expect(row.exceedanceProbability).toBeGreaterThan(0);
      expect(row.exceedanceProbability).toBeLessThan(1);
      expect(row.expectedShortfallBps).toBeGreaterThan(row.valueAtRiskBps);
      expect(row.valueAtRiskBps).toBeGreaterThan(row.slippageBps);
      expect(row.participationRate).toBeGreaterThan(0);
    }
    const [fast, balanced, slow] = scenarios;
    expect(fast!.slippageBps).toBeGreaterThan(balanced!.slippageBps);
    expect(balanced!.slippageBps).toBeGreaterThan(slow!.slippageBps);
    expect(fast!.horizonSeconds).toBeLessThan(slow!.horizonSeconds);
  });

  it('is computed from the market of the request, whatever became of it since', async () => {
    const first = await client.analyse(ONE_CELL);
    const second = await client.analyse(ONE_CELL);
    const { market } = client.deployment.ports;
    const before = market.latest('TEST')!;
    market.setSnapshot({ ...before, status: 'HALTED', bids: [{ price: 1, size: 1 }] });
    market.setFeedSilenceMs(Infinity);
    await client.work();
    const [one, two] = [await client.found(first.analysisId), await client.found(second.analysisId)];
    market.setFeedSilenceMs(0);
    market.setSnapshot(before);
    expect(one).toMatchObject({
      status: 'DONE',
      requestedAt: '2024-03-05T15:00:00.500000000Z',
      grid: { instrumentId: 'TEST', side: 'BUY', market: { mid: 100 } },
    });
    expect(one.scenarios).toEqual(two.scenarios);
  });

  it('tells its desk of every step', async () => {
    const listener = subscriber(await listen(client.app), client.deployment.key('trader'));
    const feed = follow<Pick<Found, 'analysisId' | 'status'>>(
      listener,
      'subscription { analysisUpdated { analysisId status } }',
    );
    await untilHeard(feed, () => client.analyse(ONE_CELL));
    const { analysisId } = await client.analyse(ONE_CELL);
    await client.work();
    const steps = (): readonly string[] =>
      feed.items.filter((item) => item.analysisId === analysisId).map(({ status }) => status);
    await eventually('it is told that the analysis is done', () => steps().at(-1) === 'DONE');
    expect(feed.errors).toEqual([]);
    await listener.dispose();
  });

  it('is one analysis per key, and no other request under it', async () => {
    const first = await client.analyse({ idempotencyKey: 'the same' });
    expect(await client.analyse({ idempotencyKey: 'the same' })).toEqual(first);
    expect(await client.analyse({ idempotencyKey: 'the same', side: 'SELL' })).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    await client.work();
  });

  it('goes on with the parts that are missing, in any order, each computed once', async () => {
    const quantities = Array.from({ length: 200 }, (__, i) => 1_000 + 10 * i);
    const { analysisId, rowsPerPart } = await client.analyse({ quantities, volatilityFactors: [1] });
    const jobs = await client.take();
    const [first, second, third] = jobs;
    await third!.run();
    expect(await client.found(analysisId)).toMatchObject({ status: 'RUNNING', partsDone: 1, scenarios: [] });
    await first!.run();
    await first!.run();
    expect(await client.found(analysisId, { from: rowsPerPart - 10 })).toMatchObject({
      partsDone: 2,
      scenarios: { length: 10 },
    });
    await second!.run();
    expect(await client.found(analysisId, { from: rowsPerPart - 10 })).toMatchObject({ scenarios: { length: 100 } });
    for (const job of jobs) await job.run();
    expect(await client.found(analysisId)).toMatchObject({ status: 'DONE', partsDone: jobs.length });
  });

  it('a large one goes behind small ones, and ends when it is cancelled, keeping what it has', async () => {
    const quantities = Array.from({ length: 1_000 }, (__, i) => 1_000 + i);
    const { analysisId, priority } = await client.analyse({ quantities });
    expect(priority).toBe('BULK');
    const jobs = await client.take();
    expect(new Set(jobs.map(({ job }) => jobPriority(job)))).toEqual(new Set(['BULK']));
    await jobs[0]!.run();
    expect(await client.ask(CANCEL, { id: analysisId })).toMatchObject({ status: 'CANCELLED', partsDone: 1 });
    await jobs[1]!.run();
    expect(await client.found(analysisId)).toMatchObject({
      status: 'CANCELLED',
      partsDone: 1,
      scenarios: { length: 100 },
    });
  });

  it('fails with its reason when a part is given up', async () => {
    const { analysisId } = await client.analyse();
    const [job] = await client.take();
    await job!.abandon('the model died');
    expect(await client.found(analysisId)).toMatchObject({ status: 'FAILED', failureReason: 'part 0: the model died' });
  });

  it.each<[string, string | null, object]>([
    ['INVALID_HORIZON', 'horizons.0.horizonSeconds', { horizons: [{ horizonSeconds: -60 }] }],
    ['INVALID_HORIZON', 'horizons.1.participation', { horizons: [{ horizonSeconds: 60 }, { participation: 1.2 }] }],
    ['INVALID_QUANTITY', 'quantities.1', { quantities: [100, 0.5] }],
    ['IMPOSSIBLE_GRID', 'volatilityFactors.1', { volatilityFactors: [1, -1] }],
    ['UNKNOWN_INSTRUMENT', 'instrumentId', { instrumentId: 'OTHER' }],
    ['TOO_MANY_ROWS', null, MILLION_ROWS],
  ])('answers %s at %s', async (code, field, changes) => {
    expect(await client.analyse(changes)).toMatchObject({ code, field });
    expect(await client.take()).toEqual([]);
  });
});
