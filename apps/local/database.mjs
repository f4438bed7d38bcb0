import path from 'node:path';
import { seedDemoDesks } from './demo-keys.mjs';
import { applyMigrations, checkServer } from './migrate.mjs';
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
    return `on port ${new URL(url).port}`;
  });
  return url;
};
