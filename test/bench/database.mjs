// A migrated PostgreSQL of the benchmark's own, with fsync as in production, in a folder that goes when it ends.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { applyMigrations } from '../../apps/local/migrate.mjs';
import { startPostgres } from '../../apps/local/postgres/server.mjs';
import { note } from '../../apps/local/progress.mjs';
import { enableRuntimeRoles } from '../../apps/local/runtime-roles.mjs';
import { createShutdown } from '../../apps/local/shutdown.mjs';
import { DESK } from './market.mjs';

const shutdown = createShutdown();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'footprint-bench-'));
fs.chmodSync(folder, 0o755); // PostgreSQL may run as another account
shutdown.onStop(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});
process.on('disconnect', () => void shutdown.stopAll().then(() => process.exit(0)));

const ownerUrl = await startPostgres({ folder, database: 'footprint', report: note, onStop: shutdown.onStop });
await applyMigrations(ownerUrl);
const { api, worker } = await enableRuntimeRoles(ownerUrl);
const owner = new pg.Client({ connectionString: ownerUrl });
await owner.connect();
await owner.query(`SELECT set_config('app.desk', $1, false)`, [DESK.deskId]);
await owner.query('INSERT INTO desk (id, name, risk_aversion) VALUES ($1, $2, $3)', [
  DESK.deskId,
  DESK.name,
  DESK.riskAversion,
]);
await owner.end();
process.send({ databaseUrl: api, workerUrl: worker, ownerUrl });
