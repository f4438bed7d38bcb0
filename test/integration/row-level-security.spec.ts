import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import {
  Database,
  PrismaAnalysisStore,
  PrismaDecisionLog,
  PrismaForecastBatchStore,
  PrismaQuoteRequestStore,
  PrismaRequestHistory,
  PrismaSimulationRunStore,
  verifyRuntimeRole,
} from '#adapters/prisma';
import { createTestDatabase, type TestDatabase } from '../factories/database.js';
import { analysis, decision, forecastBatch, simulationRun, uuidV7 } from '../factories/records.js';

jest.setTimeout(60_000);

const DENIED = /permission denied|row-level security|append-only/;

describe('walls between desks', () => {
  let test: TestDatabase;
  let api: pg.Client;
  let worker: pg.Client;
  const mine = decision();
  const theirs = decision({ deskId: 'beta' });
  const myBatch = forecastBatch();
  const myRequest = uuidV7();
  const myRun = simulationRun();
  const myAnalysis = analysis({ rows: 2 });

  beforeAll(async () => {
    test = await createTestDatabase();
    for (const desk of ['alpha', 'beta']) await test.addDesk(desk);
    const database = new Database({ url: test.apiUrl, poolSize: 2, applicationName: 'walls spec' });
    const log = new PrismaDecisionLog(database);
    await Promise.all([log.append(mine), log.append(theirs)]);
    for (const { deskId, decisionId } of [mine, theirs]) {
      const fill = `INSERT INTO plan_fill VALUES ($1, $2, 1, 'x', 0, 1, 1, 1, 'LIT')`;
      await test.asOwner(fill, [deskId, decisionId], deskId);
    }
    const { batchId } = myBatch;
    await new PrismaForecastBatchStore(database).create(myBatch, []);
    await test.asOwner(`INSERT INTO forecast_batch_part VALUES ('alpha', $1, 0, 1, '[]')`, [batchId], 'alpha');
    await new PrismaSimulationRunStore(database).create(myRun, []);
    await test.asOwner(`INSERT INTO simulation_seed VALUES ('alpha', $1, 1, '{}')`, [myRun.runId], 'alpha');
    await new PrismaAnalysisStore(database).create(myAnalysis);
    const { analysisId } = myAnalysis;
    await test.asOwner(`INSERT INTO analysis_part VALUES ('alpha', $1, 0, '[]')`, [analysisId], 'alpha');
    await new PrismaQuoteRequestStore(database).append({
      deskId: 'alpha',
      requestId: myRequest,
      version: 1,
      idempotencyKey: 'k',
      requestHash: 'a'.repeat(64),
      events: '[]',
      status: 'OPEN',
      instrumentIds: ['TEST'],
      expiresAt: 0n,
      dueAt: 0n,
    });
    await new PrismaRequestHistory(database).write('alpha', [{ requestId: myRequest, version: 1, row: '{}' }]);
    await database.close();
    for (const [desk, prefix] of [
      ['alpha', 'aaaaaaaa'],
      ['beta', 'bbbbbbbb'],
    ]) {
      await test.asOwner(
        `INSERT INTO api_key (desk_id, role, prefix, key_hash) VALUES ($1, 'trader', $2, sha256('x'))`,
        [desk, prefix],
        desk,
      );
    }
    for (const desk of ['alpha', 'beta']) {
      for (const row of [
        `quoting_desk VALUES ($1)`,
        `dealer_quote VALUES ($1, gen_random_uuid(), 'client', 'TEST', 1, 1, 1, 0, 0)`,
        `dealer_quote_end VALUES ($1, gen_random_uuid(), 'TEST', 'DONE', 'BUY', 1)`,
        `desk_position VALUES ($1, 'TEST', 1)`,
        `quoting_event VALUES ($1, 1, 'REFUSED', 0, NULL, NULL, NULL, NULL, 'message')`,
      ]) {
        await test.asOwner(`INSERT INTO ${row}`, [desk], desk);
      }
    }
    api = new pg.Client({ connectionString: test.apiUrl });
    worker = new pg.Client({ connectionString: test.workerUrl });
    await Promise.all([api.connect(), worker.connect()]);
  });
  afterAll(async () => {
    await Promise.all([api.end(), worker.end()]);
    await test.drop();
  });

  /** Runs one statement as desk `deskId` in a transaction that is rolled back. */
  const as = async (client: pg.Client, deskId: string | undefined, sql: string, values: unknown[] = []) => {
    await client.query('BEGIN');
    try {
      if (deskId !== undefined) await client.query(`SELECT set_config('app.desk', $1, true)`, [deskId]);
      return await client.query<Record<string, unknown>>(sql, values);
    } finally {
      await client.query('ROLLBACK');
    }
  };

  const QUOTE_BOOK_TABLES = ['quoting_desk', 'dealer_quote', 'dealer_quote_end', 'desk_position', 'quoting_event'];
  const TENANT_TABLES = [
    'desk',
    'api_key',
    'decision',
    'plan_fill',
    'forecast_batch',
    'forecast_batch_part',
    'simulation_run',
    'simulation_seed',
    'analysis',
    'analysis_part',
    'quote_request',
    'quote_request_change',
    'request_history',
    'quote_outcome',
    'learned_models',
    ...QUOTE_BOOK_TABLES,
    'outbox',
  ];

  it.each([
    ['by when something of it is due', '0', 1],
    ['before it', '-1', 0],
    ['with no time said', '', 0],
  ])('who records what is due sees a request of any desk %s, and nothing else', async (_, dueAt, seen) => {
    await api.query('BEGIN');
    try {
      await api.query(`SELECT set_config('app.due_at', $1, true)`, [dueAt]);
      expect((await api.query(`SELECT id FROM quote_request`)).rows).toHaveLength(seen);
      expect((await api.query(`SELECT 1 FROM quote_request_change`)).rows).toEqual([]);
      await expect(api.query(`UPDATE quote_request SET status = 'EXPIRED'`)).resolves.toMatchObject({ rowCount: 0 });
    } finally {
      await api.query('ROLLBACK');
    }
  });

  /** What versions of features and models mean: nothing of any desk. What shadows say is read by no runtime role. */
  const COMMON_TABLES = ['feature_set', 'model_version', 'model_change', 'shadow_prediction'];

  it('every table is known, and forces its policies', async () => {
    const tables = await test.asOwner<{ name: string; forced: boolean }>(
      `SELECT relname AS name, relrowsecurity AND relforcerowsecurity AS forced FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> '_prisma_migrations'`,
    );
    expect(tables.map(({ name }) => name).sort()).toEqual([...TENANT_TABLES, ...COMMON_TABLES].sort());
    expect(tables.every(({ forced }) => forced)).toBe(true);
  });

  it.each([
    'desk',
    'api_key',
    'decision',
    'plan_fill',
    'forecast_batch',
    'forecast_batch_part',
    'simulation_run',
    'simulation_seed',
    'analysis',
    'analysis_part',
    'quote_request',
    'quote_request_change',
    'request_history',
    ...QUOTE_BOOK_TABLES,
  ])('the api sees of %s what belongs to its desk only', async (table) => {
    const column = table === 'desk' ? 'id' : 'desk_id';
    const read = (deskId?: string) => as(api, deskId, `SELECT ${column} AS desk FROM ${table}`);
    for (const nobody of [undefined, '', 'gamma', '%', "' OR true --"]) {
      expect((await read(nobody)).rows).toEqual([]);
    }
    const { rows } = await read('alpha');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ desk }) => desk === 'alpha')).toBe(true);
  });

  it('a desk set in one transaction is forgotten by the next', async () => {
    await as(api, 'alpha', 'SELECT 1');
    expect((await as(api, undefined, 'SELECT id FROM decision')).rows).toEqual([]);
  });

  it('a presented key shows its own row and no other', async () => {
    await api.query('BEGIN');
    await api.query(`SELECT set_config('app.key_prefix', 'aaaaaaaa', true)`);
    expect((await api.query('SELECT desk_id, prefix FROM api_key')).rows).toEqual([
      { desk_id: 'alpha', prefix: 'aaaaaaaa' },
    ]);
    expect((await api.query('SELECT * FROM decision')).rows).toEqual([]);
    await api.query('ROLLBACK');
  });

  it.each([
    [
      'a decision for another desk',
      `INSERT INTO decision SELECT 'beta', gen_random_uuid(), 'EVALUATE_QUOTES', 'k', repeat('a', 64), '', '', ''`,
    ],
    [
      'an analysis for another desk',
      `INSERT INTO analysis SELECT 'beta', gen_random_uuid(), 'SCENARIOS', 'BULK', 'k', repeat('a', 64), '', 1, 1, ''`,
    ],
    [
      'a batch for another desk',
      `INSERT INTO forecast_batch SELECT 'beta', gen_random_uuid(), 'k', repeat('a', 64), '', 1, ''`,
    ],
    [
      'a simulation run for another desk',
      `INSERT INTO simulation_run SELECT 'beta', gen_random_uuid(), 'k', repeat('a', 64), 'AUCTIONS', '{1}', ''`,
    ],
    [
      'a job for another desk',
      `INSERT INTO outbox (desk_id, topic, payload) VALUES ('beta', 'scenario.analyse', '{}')`,
    ],
    ['a decision changed', `UPDATE decision SET output = 'forged'`],
    ['a decision deleted', 'DELETE FROM decision'],
    ['all decisions deleted', 'TRUNCATE decision'],
    ['what was filled of a plan changed', `UPDATE plan_fill SET price = 2`],
    ['what was filled of a plan deleted', 'DELETE FROM plan_fill'],
    ['a fill for another desk', `INSERT INTO plan_fill SELECT 'beta', gen_random_uuid(), 1, 'x', 0, 1, 1, 1, 'LIT'`],
    ['what happened to a quote request changed', `UPDATE quote_request_change SET events = 'forged'`],
    ['what happened to a quote request deleted', 'DELETE FROM quote_request_change'],
    ['a quote request given to another desk', `UPDATE quote_request SET desk_id = 'beta'`],
    ['a quote request deleted', 'DELETE FROM quote_request'],
    ['a row of history given to another desk', `UPDATE request_history SET desk_id = 'beta'`],
    ['a row of history deleted', 'DELETE FROM request_history'],
    ['a batch changed', `UPDATE forecast_batch SET status = 'FAILED'`],
    ['a batch deleted', 'DELETE FROM forecast_batch'],
    ['answers of its own making', `INSERT INTO forecast_batch_part VALUES ('alpha', gen_random_uuid(), 0, 1, '')`],
    ['answers changed', `UPDATE forecast_batch_part SET answers = 'forged'`],
    ['a simulation run failed', `UPDATE simulation_run SET status = 'FAILED'`],
    ['the seeds of a simulation run', `UPDATE simulation_run SET seeds_done = 3`],
    ['a result of its own making', `INSERT INTO simulation_seed VALUES ('alpha', gen_random_uuid(), 1, '')`],
    ['a result changed', `UPDATE simulation_seed SET result = 'forged'`],
    ['an analysis failed', `UPDATE analysis SET status = 'FAILED'`],
    ['an analysis deleted', 'DELETE FROM analysis'],
    ['the parts of an analysis that are done', `UPDATE analysis SET parts_done = 3`],
    ['rows of its own making', `INSERT INTO analysis_part VALUES ('alpha', gen_random_uuid(), 1, '')`],
    ['rows changed', `UPDATE analysis_part SET rows = 'forged'`],
    ['a version of learned models of its own making', `INSERT INTO learned_models VALUES ('alpha', 1, '{}')`],
    ['a quote another size', `UPDATE dealer_quote SET notional = 0`],
    ['a quote deleted', 'DELETE FROM dealer_quote'],
    ['what a quote came to changed', `UPDATE dealer_quote_end SET quantity = 0`],
    ['a position given to another desk', `UPDATE desk_position SET desk_id = 'beta'`],
    ['a position deleted', 'DELETE FROM desk_position'],
    ['what was refused or stopped changed', `UPDATE quoting_event SET message = 'forged'`],
    ['what was refused or stopped deleted', 'DELETE FROM quoting_event'],
    ['a kill switch for another desk', `INSERT INTO quoting_desk VALUES ('beta', 'forged', 'forged')`],
    ['an outcome changed', `UPDATE quote_outcome SET outcome = '{}'`],
    ['a desk made', `INSERT INTO desk (id, name) VALUES ('alpha2', 'x')`],
    ['a desk renamed', `UPDATE desk SET name = 'x'`],
    [
      'a key made',
      `INSERT INTO api_key (desk_id, role, prefix, key_hash) VALUES ('alpha', 'admin', 'cccccccc', sha256('x'))`,
    ],
    ['a key given another role', `UPDATE api_key SET role = 'admin'`],
    ['a feature set given another meaning', `UPDATE feature_set SET hash = 'forged'`],
    ['a feature set deleted', 'DELETE FROM feature_set'],
    ['the outbox read', 'SELECT * FROM outbox'],
    ['the outbox emptied', 'DELETE FROM outbox'],
    ['policies switched off', 'ALTER TABLE decision DISABLE ROW LEVEL SECURITY'],
    ['policies no longer forced', 'ALTER TABLE decision NO FORCE ROW LEVEL SECURITY'],
    ['a policy of its own', 'CREATE POLICY mine ON decision USING (true)'],
    ['the trigger dropped', 'DROP TRIGGER append_only ON decision'],
    ['the role of the worker taken', 'SET ROLE footprint_worker'],
    ['a table made', 'CREATE TABLE public.copy AS SELECT 1'],
    ['a schema made', 'CREATE SCHEMA mine'],
    ['the queue read', 'SELECT * FROM bull.job'],
  ])('the api may not: %s', async (_, sql) => {
    await expect(as(api, 'alpha', sql)).rejects.toThrow(
      /permission denied|row-level security|must be owner|append-only/,
    );
  });

  it('row_security = off is an error, not a way around', async () => {
    await api.query('SET row_security = off');
    await expect(as(api, 'alpha', 'SELECT * FROM decision')).rejects.toThrow(/row-level security/);
    await api.query('RESET row_security');
  });

  it.each([
    ['decisions', 'SELECT * FROM decision'],
    ['fills of plans', 'SELECT * FROM plan_fill'],
    ['quote requests', 'SELECT * FROM quote_request'],
    ['what happened to quote requests', 'SELECT * FROM quote_request_change'],
    ['the history of requests', 'SELECT * FROM request_history'],
    ...QUOTE_BOOK_TABLES.map((table) => [table, `SELECT * FROM ${table}`]),
    ['keys', 'SELECT * FROM api_key'],
    ['desks', 'SELECT * FROM desk'],
    [
      'batches of its own making',
      `INSERT INTO forecast_batch SELECT 'alpha', gen_random_uuid(), 'k', repeat('a', 64), '', 1, ''`,
    ],
    ['the inputs of a batch', `UPDATE forecast_batch SET inputs = 'forged'`],
    ['the answers of a batch, once there', `UPDATE forecast_batch_part SET answers = 'forged'`],
    ['answers for another desk', `INSERT INTO forecast_batch_part VALUES ('beta', gen_random_uuid(), 0, 1, '')`],
    [
      'simulation runs of its own making',
      `INSERT INTO simulation_run SELECT 'alpha', gen_random_uuid(), 'k', repeat('a', 64), 'AUCTIONS', '{1}', ''`,
    ],
    ['the experiment of a simulation run', `UPDATE simulation_run SET experiment = 'forged'`],
    ['a result, once there', `UPDATE simulation_seed SET result = 'forged'`],
    ['results for another desk', `INSERT INTO simulation_seed VALUES ('beta', gen_random_uuid(), 1, '')`],
    [
      'analyses of its own making',
      `INSERT INTO analysis SELECT 'alpha', gen_random_uuid(), 'SCENARIOS', 'BULK', 'k', repeat('a', 64), '', 1, 1, ''`,
    ],
    ['the inputs of an analysis', `UPDATE analysis SET inputs = 'forged'`],
    ['the desk of an analysis', `UPDATE analysis SET desk_id = 'beta'`],
    ['rows, once there', `UPDATE analysis_part SET rows = 'forged'`],
    ['rows for another desk', `INSERT INTO analysis_part VALUES ('beta', gen_random_uuid(), 1, '')`],
    [
      'jobs of its own making',
      `INSERT INTO outbox (desk_id, topic, payload) VALUES ('alpha', 'scenario.analyse', '{}')`,
    ],
    ['a schema', 'CREATE SCHEMA mine'],
  ])('the worker may not touch %s', async (_, sql) => {
    await expect(as(worker, 'alpha', sql)).rejects.toThrow(DENIED);
  });

  it('the worker sees the outbox of every desk and the analyses and batches of the desk it works for', async () => {
    expect((await as(worker, undefined, 'SELECT desk_id FROM outbox')).rows).toEqual([{ desk_id: 'alpha' }]);
    expect((await as(worker, 'beta', 'SELECT id FROM analysis')).rows).toEqual([]);
    expect((await as(worker, 'alpha', 'SELECT id FROM analysis')).rows).toEqual([{ id: myAnalysis.analysisId }]);
    expect((await as(worker, 'beta', 'SELECT id FROM forecast_batch')).rows).toEqual([]);
    expect((await as(worker, 'alpha', 'SELECT id FROM forecast_batch')).rows).toEqual([{ id: myBatch.batchId }]);
    for (const nobody of [undefined, 'beta']) {
      expect((await as(worker, nobody, 'SELECT answers FROM forecast_batch_part')).rows).toEqual([]);
    }
  });

  it('the worker that works for no desk sees which batches are not settled, and moves none', async () => {
    const unsettled = () => as(worker, undefined, 'SELECT id FROM forecast_batch');
    expect((await unsettled()).rows).toEqual([{ id: myBatch.batchId }]);
    expect((await as(worker, undefined, `UPDATE forecast_batch SET status = 'RUNNING'`)).rowCount).toBe(0);
  });

  it('the worker that works for no desk sees which simulation runs are not settled, and moves none', async () => {
    expect((await as(worker, undefined, 'SELECT id FROM simulation_run')).rows).toEqual([{ id: myRun.runId }]);
    expect((await as(worker, undefined, `UPDATE simulation_run SET status = 'RUNNING'`)).rowCount).toBe(0);
    expect((await as(worker, undefined, 'SELECT result FROM simulation_seed')).rows).toEqual([]);
  });

  it('the worker that works for no desk sees which analyses are not settled, and moves none', async () => {
    expect((await as(worker, undefined, 'SELECT id FROM analysis')).rows).toEqual([{ id: myAnalysis.analysisId }]);
    expect((await as(worker, undefined, `UPDATE analysis SET status = 'RUNNING'`)).rowCount).toBe(0);
    expect((await as(worker, undefined, 'SELECT rows FROM analysis_part')).rows).toEqual([]);
  });

  it('the api cancels an analysis of its desk, and brings none back', async () => {
    const move = (status: string, deskId: string) => as(api, deskId, `UPDATE analysis SET status = '${status}'`);
    expect((await move('CANCELLED', 'beta')).rowCount).toBe(0);
    await expect(move('RUNNING', 'alpha')).rejects.toThrow(DENIED);
    expect((await move('CANCELLED', 'alpha')).rowCount).toBe(1);
    await test.asOwner(`UPDATE analysis SET status = 'CANCELLED' WHERE id = $1`, [myAnalysis.analysisId], 'alpha');
    for (const status of ['QUEUED', 'CANCELLED']) expect((await move(status, 'alpha')).rowCount).toBe(0);
  });

  it('the api cancels a simulation run of its desk, and brings none back', async () => {
    const move = (status: string, deskId: string) => as(api, deskId, `UPDATE simulation_run SET status = '${status}'`);
    expect((await move('CANCELLED', 'beta')).rowCount).toBe(0);
    await expect(move('RUNNING', 'alpha')).rejects.toThrow(DENIED);
    expect((await move('CANCELLED', 'alpha')).rowCount).toBe(1);
    await test.asOwner(`UPDATE simulation_run SET status = 'CANCELLED' WHERE id = $1`, [myRun.runId], 'alpha');
    for (const status of ['QUEUED', 'CANCELLED']) expect((await move(status, 'alpha')).rowCount).toBe(0);
  });

  it.each([`UPDATE decision SET output = 'forged'`, 'DELETE FROM decision', 'TRUNCATE decision CASCADE'])(
    'not even the owner: %s',
    async (sql) => {
      await expect(test.asOwner(sql, [], 'alpha')).rejects.toThrow('append-only');
    },
  );
});

describe('verifyRuntimeRole', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await createTestDatabase();
  });
  afterAll(() => test.drop());

  const verify = async (url: string): Promise<void> => {
    const database = new Database({ url, poolSize: 1, applicationName: 'role spec' });
    try {
      await verifyRuntimeRole(database);
    } finally {
      await database.close();
    }
  };

  /** A login role with the given attributes; dropped with what it owns when `use` is done. */
  const withRole = async (attributes: string, grants: readonly string[], use: (url: string) => Promise<void>) => {
    const owner = new URL(test.ownerUrl).username;
    const role = `role_${String(Date.now())}_${String(Math.floor(Math.random() * 1e9))}`;
    await test.asOwner(`CREATE ROLE ${role} LOGIN PASSWORD 'x' ${attributes}`);
    try {
      for (const grant of grants) await test.asOwner(grant.replace('$role', role).replace('$owner', owner));
      const url = new URL(test.ownerUrl);
      url.username = role;
      url.password = 'x';
      await use(url.href);
    } finally {
      await test.asOwner(`REASSIGN OWNED BY ${role} TO CURRENT_USER`);
      await test.asOwner(`DROP OWNED BY ${role}`);
      await test.asOwner(`DROP ROLE ${role}`);
    }
  };

  it('accepts the two runtime roles', async () => {
    await expect(verify(test.apiUrl)).resolves.toBeUndefined();
    await expect(verify(test.workerUrl)).resolves.toBeUndefined();
  });

  it.each([
    ['a superuser', 'SUPERUSER', [], 'superuser'],
    ['a role with BYPASSRLS', 'BYPASSRLS', [], 'bypass'],
    ['the owner of a table', '', ['ALTER TABLE decision OWNER TO $role'], 'owns decision'],
    ['a member of an owner', '', ['GRANT $owner TO $role'], 'superuser'],
  ])('refuses %s', async (_, attributes, grants, reason) => {
    await withRole(attributes, grants, async (url) => {
      await expect(verify(url)).rejects.toThrow(reason);
    });
  });

  it('refuses a database in which a table is open', async () => {
    await test.asOwner('ALTER TABLE analysis NO FORCE ROW LEVEL SECURITY');
    await expect(verify(test.apiUrl)).rejects.toThrow('analysis');
    await test.asOwner('ALTER TABLE analysis FORCE ROW LEVEL SECURITY');
    await test.asOwner('CREATE TABLE ledger (desk_id text)');
    await expect(verify(test.apiUrl)).rejects.toThrow('ledger');
  });
});
