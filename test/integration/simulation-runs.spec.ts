import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type AlternativeEstimates } from '#domain/simulation';
import { jobId, type Job } from '#application/jobs';
import { type SimulationRunRecord } from '#application/ports';
import { eventually } from '../contracts/eventually.js';
import { send, startApi, type Answer } from '../factories/api.js';
import { openMemoryDeployment, openPostgresDeployment, type Deployment } from '../factories/deployments.js';
import { follow, listen, subscriber, untilHeard } from '../factories/listening.js';
import { handlerOf, takeJobs, workThrough } from '../factories/worker.js';

jest.setTimeout(120_000);

const FIELDS = 'runId kind status seeds seedsDone failureReason';
const ESTIMATE = '{ value low high standardError n }';
const RESULTS = `alternatives { name figures { name mean ${ESTIMATE} againstFirst ${ESTIMATE} } }
  seedResults { seed alternatives { name hash figures { name value } } }`;
const FAILURE = '... on ExpectedError { code field message allowed }';

const RUN = `mutation Run($input: RunSimulationInput!) {
  runSimulation(input: $input) { __typename ... on SimulationRun { ${FIELDS} } ${FAILURE} }
}`;
const CANCEL = `mutation Cancel($id: ID!) {
  cancelSimulationRun(id: $id) { __typename ... on SimulationRun { ${FIELDS} } ${FAILURE} }
}`;
const FOUND = `query Found($id: ID!) {
  simulationRun(id: $id) { __typename ... on SimulationRun { ${FIELDS} ${RESULTS} } ${FAILURE} }
}`;
const PAGE = `query Page($id: ID!, $from: Int!, $first: Int!) {
  simulationRun(id: $id) { ... on SimulationRun { seedResults(from: $from, first: $first) { seed } } }
}`;

interface Run extends SimulationRunRecord {
  readonly __typename: string;
  readonly alternatives: readonly AlternativeEstimates[];
  readonly seedResults: readonly {
    readonly seed: number;
    readonly alternatives: readonly { readonly hash: string }[];
  }[];
}

const AUCTIONS = { panelSizes: [2, 5], requests: 40 };
const EXECUTION = {
  side: 'BUY',
  quantity: 2_000,
  startSeconds: 0,
  horizonSeconds: 120,
  decisions: 4,
  policies: [
    { schedule: 'TWAP', placement: 'TAKE' },
    { schedule: 'POV', placement: 'POST', participationRate: 0.1 },
  ],
  market: { sessionSeconds: 300, warmUpSeconds: 60 },
};

describe.each([
  ['memory', openMemoryDeployment],
  ['PostgreSQL', openPostgresDeployment],
] as const)('simulation runs on %s', (_, open: () => Promise<Deployment>) => {
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

  const ask = async <Data = Run>(query: string, variables: object): Promise<Data> => {
    const { data, errors } = await answerTo<Data>(query, variables);
    expect(errors).toEqual([]);
    return Object.values(data)[0]!;
  };

  const newKey = (): string => `key ${(keys += 1)}`;
  const request = (input: object): Promise<Run> => ask(RUN, { input: { idempotencyKey: newKey(), ...input } });
  const found = (id: string): Promise<Run> => ask(FOUND, { id });
  const work = (): Promise<readonly Job[]> => workThrough(deployment.worker, deployment.ports.model);

  it('are queued at once, one job per seed, and done when workers have been at them', async () => {
    const queued = await request({ auctions: AUCTIONS, seedCount: 3 });
    expect(queued).toMatchObject({
      __typename: 'SimulationRun',
      kind: 'AUCTIONS',
      status: 'QUEUED',
      seeds: [1, 2, 3],
      seedsDone: 0,
      failureReason: null,
    });
    expect(await found(queued.runId)).toEqual({ ...queued, alternatives: [], seedResults: [] });
    expect((await work()).map(jobId)).toEqual([1, 2, 3].map((seed) => `simulation.run/${queued.runId}.${seed}`));
    const done = await found(queued.runId);
    expect(done).toMatchObject({ ...queued, status: 'DONE', seedsDone: 3 });
    expect(done.seedResults.map(({ seed }) => seed)).toEqual([1, 2, 3]);
    const [two, five] = done.alternatives;
    expect([two!.name, five!.name]).toEqual(['2 dealers', '5 dealers']);
    const traded = five!.figures.find(({ name }) => name === 'tradedShare')!;
    expect(traded.mean!.n).toBe(3);
    expect(traded.againstFirst!.value).toBeGreaterThan(0);
    expect(two!.figures.every(({ againstFirst }) => againstFirst === null)).toBe(true);
    expect(await work()).toEqual([]);
  });

  it('compare policies on the same markets; the same input gives the same hashes', async () => {
    const runs = [
      await request({ execution: EXECUTION, seeds: [5, 3] }),
      await request({ execution: EXECUTION, firstSeed: 3, seedCount: 3 }),
    ];
    await work();
    const [one, other] = [await found(runs[0]!.runId), await found(runs[1]!.runId)];
    expect([one.kind, one.status, one.seeds]).toEqual(['EXECUTION', 'DONE', [3, 5]]);
    expect(one.alternatives.map(({ name }) => name)).toEqual(['TWAP, TAKE', 'POV 0.1, POST']);
    expect(one.seedResults).toEqual(other.seedResults.filter(({ seed }) => seed !== 4));
    const hashes = other.seedResults.flatMap(({ alternatives }) => alternatives.map(({ hash }) => hash));
    expect(new Set(hashes).size).toBe(6);
  });

  it('show what the seeds that are done say so far', async () => {
    const { runId } = await request({ auctions: AUCTIONS, seedCount: 4 });
    const jobs = await takeJobs(deployment.worker);
    const { model } = deployment.ports;
    for (const job of jobs.slice(0, 2)) await handlerOf(deployment.worker, model, job).run(job.payload);
    const half = await found(runId);
    expect(half).toMatchObject({ status: 'RUNNING', seedsDone: 2 });
    expect(half.alternatives[0]!.figures[0]!.mean).toMatchObject({ n: 2 });
    for (const job of jobs) await handlerOf(deployment.worker, model, job).run(job.payload);
    expect(await found(runId)).toMatchObject({ status: 'DONE', seedsDone: 4 });
  });

  it('asked for again under their key are the same run', async () => {
    const idempotencyKey = newKey();
    const first = await request({ auctions: AUCTIONS, seedCount: 2, idempotencyKey });
    expect(await request({ auctions: AUCTIONS, seedCount: 2, idempotencyKey })).toEqual(first);
    expect(await request({ auctions: AUCTIONS, seedCount: 3, idempotencyKey })).toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
      field: 'idempotencyKey',
    });
    expect(await work()).toHaveLength(2);
  });

  it.each<[string, object]>([
    ['execution', {}],
    ['execution', { execution: EXECUTION, auctions: AUCTIONS }],
    ['execution.market.limitOrdersPerSecond', { execution: { ...EXECUTION, market: { limitOrdersPerSecond: -1 } } }],
    ['execution.market.branchingRatio', { execution: { ...EXECUTION, market: { branchingRatio: 1 } } }],
    ['execution.market.tickSize', { execution: { ...EXECUTION, market: { tickSize: 0 } } }],
    ['execution.market', { execution: { ...EXECUTION, market: { metaorderTradesPerSecond: 1e12 } } }],
    ['execution.quantity', { execution: { ...EXECUTION, quantity: -1 } }],
    ['execution.horizonSeconds', { execution: { ...EXECUTION, horizonSeconds: 301 } }],
    [
      'execution.policies.0.participationRate',
      { execution: { ...EXECUTION, policies: [{ schedule: 'POV', placement: 'TAKE' }] } },
    ],
    ['auctions.panelSizes.0', { auctions: { ...AUCTIONS, panelSizes: [11] } }],
    ['auctions.leakageBps', { auctions: { ...AUCTIONS, leakageBps: -0.1 } }],
    ['auctions.lastLookThresholdBps', { auctions: { ...AUCTIONS, lastLookHoldSeconds: 1 } }],
    ['seedCount', { auctions: AUCTIONS, seedCount: 201 }],
    ['seedCount', { auctions: AUCTIONS, seedCount: null }],
    ['seeds.1', { auctions: AUCTIONS, seeds: [4, 4], seedCount: null }],
    ['seeds', { auctions: AUCTIONS, seeds: [4, 5] }],
  ])('that cannot be are refused by name before anything runs, and the key stays free: %s', async (field, input) => {
    const idempotencyKey = newKey();
    const refused = await request({ seedCount: 2, ...input, idempotencyKey });
    expect(refused).toMatchObject({ __typename: 'ImpossibleParameters', code: 'IMPOSSIBLE_PARAMETERS', field });
    expect(await work()).toEqual([]);
    expect(await request({ auctions: AUCTIONS, seedCount: 2, idempotencyKey })).toMatchObject({ status: 'QUEUED' });
    await takeJobs(deployment.worker);
  });

  it.each<[string, object]>([
    ['execution.quantity', { execution: { ...EXECUTION, quantity: 'many' } }],
    ['execution.market.tickSize', { execution: { ...EXECUTION, market: { tickSize: 'NaN' } } }],
    [
      'execution.policies.0.urgency',
      { execution: { ...EXECUTION, policies: [{ schedule: 'TWAP', placement: 'TAKE', urgency: '1e999' }] } },
    ],
    ['auctions.requests', { auctions: { ...AUCTIONS, requests: 1e300 } }],
    ['auctions.panelSizes', { auctions: { ...AUCTIONS, panelSizes: [] } }],
    ['seeds', { auctions: AUCTIONS, seeds: Array.from({ length: 201 }, (__, i) => i) }],
    ['idempotencyKey', { auctions: AUCTIONS, idempotencyKey: ' x' }],
  ])('with what is no number are refused as input: %s', async (field, input) => {
    const { errors } = await answerTo(RUN, { input: { seedCount: 2, idempotencyKey: newKey(), ...input } });
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT', fields: [{ field }] } }]);
  });

  it('are cancelled, keep what they have, and stay so', async () => {
    const { runId } = await request({ auctions: AUCTIONS, seedCount: 3 });
    const [first, ...others] = await takeJobs(deployment.worker);
    const { model } = deployment.ports;
    await handlerOf(deployment.worker, model, first!).run(first!.payload);
    expect(await ask(CANCEL, { id: runId })).toMatchObject({ status: 'CANCELLED', seedsDone: 1 });
    for (const job of others) await handlerOf(deployment.worker, model, job).run(job.payload);
    expect(await ask(CANCEL, { id: runId })).toMatchObject({ status: 'CANCELLED', seedsDone: 1 });
    expect((await found(runId)).seedResults).toHaveLength(1);
  });

  it('that are done are not cancelled any more', async () => {
    const { runId } = await request({ auctions: AUCTIONS, seedCount: 2 });
    await work();
    expect(await ask(CANCEL, { id: runId })).toMatchObject({ status: 'DONE', seedsDone: 2 });
  });

  it('that a worker gives up say why, and of which seed', async () => {
    const { runId } = await request({ auctions: AUCTIONS, seedCount: 2 });
    const [, second] = await takeJobs(deployment.worker);
    const handler = handlerOf(deployment.worker, deployment.ports.model, second!);
    await handler.abandon(second!.payload, 'a computing thread ended with 1');
    expect(await found(runId)).toMatchObject({
      status: 'FAILED',
      failureReason: 'seed 2: a computing thread ended with 1',
    });
  });

  it('tell their desk of every seed, with what is said so far', async () => {
    const client = subscriber(await listen(app), deployment.key('trader'));
    const feed = follow<Run>(
      client,
      `subscription { simulationRunUpdated { runId status seedsDone alternatives { name figures { name mean { n } } } } }`,
    );
    await untilHeard(feed, () => request({ auctions: AUCTIONS, seedCount: 2 }));
    await work();
    const { runId } = await request({ auctions: AUCTIONS, seedCount: 3 });
    await work();
    const last = (): Run | undefined => feed.items.filter((item) => item.runId === runId).at(-1);
    await eventually('it is told that the run is done', () => last()?.status === 'DONE');
    expect(last()).toMatchObject({ seedsDone: 3 });
    expect(last()!.alternatives[1]!.figures[0]!.mean).toEqual({ n: 3 });
    expect(feed.errors).toEqual([]);
    await client.dispose();
  });

  it('are read in pages', async () => {
    const { runId } = await request({ auctions: { ...AUCTIONS, requests: 1 }, seedCount: 6 });
    await work();
    const page = async (from: number, first: number): Promise<readonly number[]> =>
      (await ask(PAGE, { id: runId, from, first })).seedResults.map(({ seed }) => seed);
    expect([await page(0, 2), await page(4, 100), await page(6, 1)]).toEqual([[1, 2], [5, 6], []]);
    for (const [from, first, field] of [
      [-1, 1, 'from'],
      [0, 0, 'first'],
      [0, 101, 'first'],
    ]) {
      const { errors } = await answerTo(PAGE, { id: runId, from, first });
      expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT', fields: [{ field }] } }]);
    }
  });

  it('are not known to whoever did not ask for them', async () => {
    expect(await found('nonsense')).toMatchObject({ code: 'UNKNOWN_SIMULATION_RUN', field: 'id' });
    expect(await ask(CANCEL, { id: 'nonsense' })).toMatchObject({ code: 'UNKNOWN_SIMULATION_RUN', field: 'id' });
  });
});
