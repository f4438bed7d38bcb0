import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type ScenarioRow } from '#domain/execution';
import { jobId, type Job } from '#application/jobs';
import { type JobStatus } from '#application/ports';
import { eventually } from '../contracts/eventually.js';
import { send, startApi } from '../factories/api.js';
import { openMemoryDeployment, openPostgresDeployment, type Deployment } from '../factories/deployments.js';
import { follow, listen, subscriber, untilHeard } from '../factories/listening.js';
import { handlerOf, takeJobs, workThrough } from '../factories/worker.js';

const FIELDS = `scenarioId status failureReason requestedAt
  request { instrumentId side quantity horizonSeconds } market { mid }
  rows {
    strategy horizonSeconds aggression participationRate temporaryBps permanentBps slippageBps lastingShiftBps
    exceedanceThresholdBps exceedanceProbability valueAtRiskBps expectedShortfallBps modelVersion tier identification
  }`;

const REQUEST = `mutation Request($input: RequestScenariosInput!) {
  requestScenarios(input: $input) { __typename ... on Scenario { ${FIELDS} } ... on ExpectedError { code field } }
}`;

const SCENARIO = `query Scenario($id: ID!) {
  scenario(id: $id) { __typename ... on Scenario { ${FIELDS} } ... on ExpectedError { code field } }
}`;

interface Scenario {
  readonly scenarioId: string;
  readonly status: JobStatus;
  readonly rows: readonly Omit<ScenarioRow, 'slippage'>[] | null;
}

describe.each([
  ['memory', openMemoryDeployment],
  ['PostgreSQL', openPostgresDeployment],
] as const)('scenarios on %s', (_, open: () => Promise<Deployment>) => {
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

  const ask = async <Answer>(query: string, variables: object): Promise<Answer> => {
    const { data, errors } = await send<Record<string, Answer>>(app, query, variables, deployment.key('quant'));
    expect(errors).toEqual([]);
    return Object.values(data)[0]!;
  };

  const request = (input: object = {}): Promise<Scenario> => {
    const idempotencyKey = `key ${(keys += 1)}`;
    return ask(REQUEST, {
      input: { instrumentId: 'TEST', side: 'BUY', quantity: 100_000, horizonSeconds: 7_200, idempotencyKey, ...input },
    });
  };

  const found = (id: string): Promise<Scenario> => ask(SCENARIO, { id });

  const work = (): Promise<readonly Job[]> => workThrough(deployment.worker, deployment.ports.model);

  it('are queued at once and done when a worker has been at them', async () => {
    const queued = await request();
    expect(queued).toMatchObject({
      __typename: 'Scenario',
      status: 'QUEUED',
      rows: null,
      failureReason: null,
      requestedAt: '2024-03-05T15:00:00.500000000Z',
      request: { instrumentId: 'TEST', side: 'BUY', quantity: 100_000, horizonSeconds: 7_200 },
      market: { mid: 100 },
    });
    expect(await found(queued.scenarioId)).toEqual(queued);
    const jobs = await work();
    expect(jobs.map(jobId)).toEqual([`scenario.analyse/${queued.scenarioId}`]);
    expect(await found(queued.scenarioId)).toEqual({ ...queued, status: 'DONE', rows: expect.any(Array) });
    expect(await work()).toEqual([]);
  });

  it('compare three strategies, in each of which temporary and permanent impact add up to the slippage', async () => {
    const { scenarioId } = await request({ thresholdBps: 12.5 });
    await work();
    const { rows } = await found(scenarioId);
    expect(rows?.map(({ strategy }) => strategy)).toEqual(['AGGRESSIVE', 'BALANCED', 'PASSIVE']);
    for (const row of rows!) {
      expect(row.temporaryBps + row.permanentBps).toBeCloseTo(row.slippageBps, 9);
      expect(row.exceedanceThresholdBps).toBe(12.5);
      expect(row.exceedanceProbability).toBeGreaterThan(0);
      expect(row.exceedanceProbability).toBeLessThan(1);
      expect(row.expectedShortfallBps).toBeGreaterThan(row.valueAtRiskBps);
      expect(row.valueAtRiskBps).toBeGreaterThan(row.slippageBps);
      expect(row.participationRate).toBeGreaterThan(0);
    }
    const [fast, balanced, slow] = rows!;
    expect(fast!.slippageBps).toBeGreaterThan(balanced!.slippageBps);
    expect(balanced!.slippageBps).toBeGreaterThan(slow!.slippageBps);
    expect(fast!.horizonSeconds).toBeLessThan(slow!.horizonSeconds);
  });

  it('are computed from the market of the request, whatever became of it since', async () => {
    const first = await request();
    const second = await request();
    const { market } = deployment.ports;
    const before = market.latest('TEST')!;
    market.setSnapshot({ ...before, status: 'HALTED', bids: [{ price: 1, size: 1 }] });
    market.setFeedSilenceMs(Infinity);
    await work();
    market.setFeedSilenceMs(0);
    market.setSnapshot(before);
    const [one, two] = [await found(first.scenarioId), await found(second.scenarioId)];
    expect(one.status).toBe('DONE');
    expect(one.rows).toEqual(two.rows);
  });

  it('tell their desk of every step', async () => {
    const client = subscriber(await listen(app), deployment.key('trader'));
    const feed = follow<Pick<Scenario, 'scenarioId' | 'status'>>(
      client,
      'subscription { scenarioUpdated { scenarioId status } }',
    );
    await untilHeard(feed, () => request());
    const { scenarioId } = await request();
    await work();
    const steps = (): readonly string[] =>
      feed.items.filter((item) => item.scenarioId === scenarioId).map(({ status }) => status);
    await eventually('it is told that the scenario is done', () => steps().at(-1) === 'DONE');
    expect(feed.errors).toEqual([]);
    await client.dispose();
  });

  it('that a worker gives up say why', async () => {
    const { scenarioId } = await request();
    const { worker, ports } = deployment;
    for (const job of await takeJobs(worker)) {
      await handlerOf(worker, ports.model, job).abandon(job.payload, 'the model was never there');
    }
    expect(await found(scenarioId)).toMatchObject({
      status: 'FAILED',
      failureReason: 'the model was never there',
      rows: null,
    });
  });
});
