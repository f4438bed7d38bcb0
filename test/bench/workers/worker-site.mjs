import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { registerModels } from '#application/serve-impact';
import { Database, PrismaForecastBatchStore, PrismaModelRegistry } from '#adapters/prisma';
import { OnnxModelLibrary } from '#adapters/onnx';
import { DESK, FEATURES, MARKET } from '../market.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Each look costs the machine that is measured about as much as the answers to a hundred orders. */
const POLL_MS = 50;
const DESK_ID = DESK.deskId;

/** Orders of one batch: the most that a request may hold. */
export const ORDERS = 2_000;

const orders = Array.from({ length: ORDERS }, (_, i) => ({
  instrumentId: MARKET.terms.instrumentId,
  side: i % 2 === 0 ? 'BUY' : 'SELL',
  quantity: 500 + 100 * (i % 400),
  horizonSeconds: 300 + 30 * (i % 40),
  aggression: 0.5,
}));
const inputsOf = (count) =>
  JSON.stringify({ moments: [{ market: MARKET, features: FEATURES }], orders: orders.slice(0, count) });

const REGISTER = new URL('../../factories/typescript-process/register.mjs', import.meta.url).href;

/**
 * A database with a desk, the models of one folder registered in it, and workers as processes. Batches are stored first and
 * queued together, so that storing them is no part of what is timed.
 */
export const openWorkerSite = async ({ models, folder, apiUrl, workerUrl, ownerUrl }) => {
  const api = new Database({ url: apiUrl, poolSize: 4, applicationName: 'bench' });
  const asWorker = new Database({ url: workerUrl, poolSize: 6, applicationName: 'bench worker' });
  const library = new OnnxModelLibrary({ folder: models, threads: 1 });
  const registry = new PrismaModelRegistry(api);
  await registerModels(library, registry);
  const { manifest } = await library.describe((await registry.list())[0].modelVersion);
  await library.close();
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(`SELECT set_config('app.desk', $1, false)`, [DESK_ID]);
  const batches = new PrismaForecastBatchStore(api);
  const children = new Set();

  const startWorker = async (args = ['dist/apps/worker/src/main.js']) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { PATH: process.env.PATH, DATABASE_URL: workerUrl, MODELS: models, EXECUTION_PROVIDERS: 'CPU' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.add(child);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await new Promise((resolve, reject) => {
      child.stdout.on('data', (text) => {
        if (String(text).includes('taking jobs')) resolve();
      });
      child.once('exit', (code) => {
        reject(new Error(`a worker ended with ${code}`));
      });
    });
    return {
      stop: async (signal = 'SIGTERM') => {
        child.kill(signal);
        await ended;
        children.delete(child);
      },
    };
  };

  const store = async (count, ordersOfEach = ORDERS) => {
    const ids = [];
    for (let i = 0; i < count; i += 1) {
      const batchId = randomUUID();
      const batch = {
        batchId,
        deskId: DESK_ID,
        idempotencyKey: batchId,
        requestHash: 'a'.repeat(64),
        requestedAt: MARKET.exchangeTime,
        orders: ordersOfEach,
        priority: 'BULK',
        inputs: inputsOf(ordersOfEach),
      };
      await batches.create(batch, []);
      ids.push(batchId);
    }
    return ids;
  };

  const queue = (ids) =>
    owner.query(
      `INSERT INTO outbox (desk_id, topic, payload)
       SELECT $1::text, 'impact.forecastBatch', json_build_object('deskId', $1::text, 'batchId', id, 'priority', 'BULK')::text
       FROM unnest($2::text[]) AS id`,
      [DESK_ID, ids],
    );

  /** Resolves when `count` of the batches satisfy a condition in SQL. */
  const until = async (ids, condition, count = ids.length) => {
    for (;;) {
      const { rows } = await owner.query(
        `SELECT count(*)::int AS there, count(*) FILTER (WHERE status = 'FAILED')::int AS failed FROM forecast_batch
         WHERE id = ANY($1::uuid[]) AND (${condition} OR status = 'FAILED')`,
        [ids],
      );
      if (rows[0].failed > 0) throw new Error('a batch failed');
      if (rows[0].there >= count) return;
      await sleep(POLL_MS);
    }
  };

  return {
    manifest,
    models,
    folder,
    apiUrl,
    owner,
    deskId: DESK_ID,
    asWorker: new PrismaForecastBatchStore(asWorker),
    startWorker,
    /** A worker whose model never answers. */
    startHeldWorker: () =>
      startWorker(['--conditions=source', '--import', REGISTER, 'test/integration/worker/held-worker.ts']),
    store,
    queue,
    until,
    /** Resolves to how many were not settled. */
    cancel: async (ids) => {
      const outcomes = await Promise.all(ids.map((id) => batches.advance(DESK_ID, id, { status: 'CANCELLED' })));
      return outcomes.filter((outcome) => outcome === 'APPLIED').length;
    },
    close: async () => {
      for (const child of children) child.kill('SIGKILL');
      await owner.end();
      await api.close();
      await asWorker.close();
    },
  };
};
