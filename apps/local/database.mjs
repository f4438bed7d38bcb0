import path from 'node:path';
import pg from 'pg';
import { seedDemoDesks } from './demo-keys.mjs';
import { applyMigrations, checkServer } from './migrate.mjs';
import { damaged, locateDatabase } from './postgres/place.mjs';
import { startPostgres } from './postgres/server.mjs';
import { note, step } from './progress.mjs';
import { enableRuntimeRoles } from './runtime-roles.mjs';

/**
 * A migrated database with demo desks: on the server of `ownServer` when given, else on the embedded one in `folder`.
 * Resolves to `{ urls: { api, worker }, keys }`.
 */
export const prepareDatabase = async ({ ownServer, folder, dataFolder, shutdown }) => {
  const ownerUrl = ownServer ?? (await startEmbedded(folder, shutdown));
  if (ownServer !== undefined) await checkServer(ownServer);
  await applyMigrations(ownerUrl);
  const urls = await enableRuntimeRoles(ownerUrl);
  const keys = await seedDemoDesks(ownerUrl, path.join(dataFolder, 'demo-keys.json'));
  return { urls, keys };
};

const startEmbedded = async (folder, shutdown) => {
  let url;
  await step('starting PostgreSQL', async () => {
    url = await startPostgres({ folder, database: 'footprint', report: note, onStop: shutdown.onStop });
    await requireDatabases(url, folder);
    return `on port ${new URL(url).port}`;
  });
  return url;
};

const NO_SUCH_DATABASE = '3D000';

/** A server may start on files of which half is lost: throws OperatorError with one line when it lets us in nowhere. */
export const requireDatabases = async (url, folder) => {
  for (const database of ['postgres', new URL(url).pathname.slice(1)]) {
    const client = new pg.Client({ connectionString: Object.assign(new URL(url), { pathname: database }).href });
    try {
      await client.connect();
      await client.end();
    } catch (error) {
      // Of a database that is still to be made there is no detail.
      if (error.code === NO_SUCH_DATABASE && database !== 'postgres' && error.detail === undefined) continue;
      throw damaged(locateDatabase(folder).folder, (error.detail ?? error.message).replace(/\.$/, ''));
    }
  }
};
