import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { canonicalJson } from '#domain/core';
import { strategyRequests, strategyTable } from '#domain/execution';
import { scenarioMethod } from '#application/analyse-scenarios';
import { Database, PrismaAnalysisStore } from '#adapters/prisma';
import { ParametricModel } from '#adapters/parametric';
import { createTestDatabase, migrationScripts, type TestDatabase } from '../factories/database.js';
import { market } from '../factories/market.js';
import { uuidV7 } from '../factories/records.js';

jest.setTimeout(60_000);

const SCRIPTS = migrationScripts();
const MOVE = SCRIPTS.findIndex((script) => script.startsWith('-- A scenario is an analysis of one cell'));

// What requestScenarios stored; features came into it later.
const BLOCK = { side: 'SELL', quantity: 50_000.25, horizonSeconds: 1_800, market: market() } as const;
const INPUTS = JSON.stringify({ instrumentId: 'TEST', block: BLOCK, thresholdBps: 12.5 });
const model = new ParametricModel();

const result = async (): Promise<string> => {
  const block = { ...BLOCK, features: null };
  const forecasts = await model.forecast(strategyRequests(block));
  if (!forecasts.ok) throw new Error(forecasts.error.message);
  return canonicalJson(strategyTable(block, forecasts.value, 12.5));
};

/** By an owner without superuser rights, whom the policies hold too. */
describe('what was asked of requestScenarios, in a database that is upgraded', () => {
  const name = `upgraded_${randomUUID().replaceAll('-', '')}`;
  const [queued, done, failed, analysed] = [uuidV7(), uuidV7(), uuidV7(), uuidV7()];
  let test: TestDatabase;
  let owner: pg.Client;
  let database: Database;
  let analyses: PrismaAnalysisStore;

  beforeAll(async () => {
    test = await createTestDatabase();
    await test.asOwner(`CREATE ROLE ${name} LOGIN PASSWORD 'x' CREATEDB CREATEROLE`);
    await test.asOwner(`CREATE DATABASE ${name} OWNER ${name}`);
    const url = Object.assign(new URL(test.ownerUrl), { username: name, password: 'x', pathname: `/${name}` }).href;
    owner = new pg.Client({ connectionString: url });
    await owner.connect();
    for (const script of SCRIPTS.slice(0, MOVE)) await owner.query(script);
    await owner.query(`SELECT set_config('app.desk', 'alpha', false)`);
    await owner.query(`INSERT INTO desk (id, name) VALUES ('alpha', 'Alpha')`);
    const scenario = `INSERT INTO scenario (desk_id, id, idempotency_key, request_hash, requested_at, inputs, status, result, failure_reason)
      VALUES ('alpha', $1::uuid, $1::text, repeat('b', 64), '2024-03-05T15:00:00.5Z', $2, $3, $4, $5)`;
    await owner.query(scenario, [queued, INPUTS, 'QUEUED', null, null]);
    await owner.query(scenario, [done, INPUTS, 'DONE', await result(), null]);
    await owner.query(scenario, [failed, INPUTS, 'FAILED', null, 'the model is gone']);
    await owner.query(
      `INSERT INTO analysis (desk_id, id, kind, priority, idempotency_key, request_hash, requested_at, rows, rows_per_part, inputs)
        VALUES ('alpha', $1, 'VENUES', 'BULK', $2, repeat('e', 64), '', 8, 4, '{}')`,
      [analysed, queued],
    );
    const job = `INSERT INTO outbox (desk_id, topic, payload) VALUES ('alpha', $1, $2)`;
    await owner.query(job, ['scenario.analyse', JSON.stringify({ deskId: 'alpha', scenarioId: queued })]);
    const part = { deskId: 'alpha', analysisId: analysed, part: 1, priority: 'BULK' };
    await owner.query(job, ['analysis.compute', JSON.stringify(part)]);
    await owner.query(`SELECT set_config('app.desk', '', false)`);
    for (const script of SCRIPTS.slice(MOVE)) await owner.query(script);
    database = new Database({ url, poolSize: 1, applicationName: 'upgrade spec' });
    analyses = new PrismaAnalysisStore(database);
  });
  afterAll(async () => {
    await database.close();
    await owner.end();
    await test.asOwner(`DROP DATABASE ${name} WITH (FORCE)`);
    await test.asOwner(`DROP ROLE ${name}`);
    await test.drop();
  });

  it('is an analysis under its id, with its status', async () => {
    const common = { kind: 'SCENARIOS', rows: 3, requestedAt: '2024-03-05T15:00:00.5Z', requestHash: 'b'.repeat(64) };
    expect(await analyses.find('alpha', queued)).toMatchObject({ ...common, status: 'QUEUED', partsDone: 0 });
    expect(await analyses.find('alpha', done)).toMatchObject({ ...common, status: 'DONE', partsDone: 1 });
    expect(await analyses.find('alpha', failed)).toMatchObject({
      status: 'FAILED',
      failureReason: 'the model is gone',
    });
  });

  it('has the rows that its inputs give', async () => {
    const inputs = await analyses.inputs('alpha', done);
    const [part] = await analyses.parts('alpha', done, 0, 1);
    const rows = JSON.parse(part!.rows) as readonly object[];
    expect(rows).toMatchObject(await scenarioMethod(model).rows(inputs!, 0, 3));
    expect(rows).toHaveLength(3);
    expect(await analyses.inputs('alpha', queued)).toBe(inputs);
  });

  it('waits under the name of its job, as what waited under the old one of analyses', async () => {
    await owner.query('ALTER TABLE outbox NO FORCE ROW LEVEL SECURITY');
    const { rows } = await owner.query<{ topic: string; payload: string }>(
      'SELECT topic, payload FROM outbox ORDER BY id',
    );
    expect(rows.map(({ topic, payload }) => ({ topic, payload: JSON.parse(payload) as unknown }))).toEqual([
      {
        topic: 'scenario.analyse',
        payload: { deskId: 'alpha', analysisId: queued, part: 0, priority: 'INTERACTIVE' },
      },
      { topic: 'venues.select', payload: { deskId: 'alpha', analysisId: analysed, part: 1, priority: 'BULK' } },
    ]);
  });
});
