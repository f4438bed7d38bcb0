// A PostgreSQL of the test's own that may be killed: tells its parent the owner's URL; a message to it is a crash of the server,
// which is answered when it accepts connections again. It goes with its parent.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../../apps/local/postgres/server.mjs';
import { createShutdown } from '../../../apps/local/shutdown.mjs';

const POLL_MS = 25;

const shutdown = createShutdown();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'footprint-faults-'));
fs.chmodSync(folder, 0o755); // PostgreSQL may run as another account
shutdown.onStop(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});
const url = await startPostgres({ folder, database: 'postgres', report: () => undefined, onStop: shutdown.onStop });

const ask = async (sql) => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rows[0];
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** Every process of the server ends at once, and what is on its disk is all that is left. */
const crash = async () => {
  const { folder: data, began } = await ask(`SELECT current_setting('data_directory') AS folder,
    pg_postmaster_start_time()::text AS began`);
  const pid = Number(fs.readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  process.kill(pid, 'SIGQUIT');
  const isBack = () =>
    ask('SELECT pg_postmaster_start_time()::text AS began').then(
      (now) => now.began !== began,
      () => false,
    );
  while (!(await isBack())) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
};

process.on('message', () => void crash().then(() => process.send({ isBack: true })));
process.on('disconnect', () => void shutdown.stopAll().then(() => process.exit(0)));
process.send({ url });
