import { provisionDesk, Database, newApiKey } from '#adapters/prisma';
import { ConfigError, demoDesksConfig, type DemoDesksConfig } from '#adapters/config';
import { DEMO_DESKS } from './demo-desk-list.js';
import { DamagedKeysFile, readDemoKeys, writeDemoKeys, type DemoKey } from './demo-keys-file.js';

/** Starting again cannot help: what was configured is wrong. */
const MISCONFIGURED = 2;

/**
 * Makes the demo desks and prints their keys as one line of JSON. The keys are kept in a file, so that they are the same
 * on the next start; the database knows only their hashes.
 */
const run = async ({ databaseUrl, keysFile }: DemoDesksConfig): Promise<void> => {
  const kept = readDemoKeys(keysFile);
  const keys: DemoKey[] = DEMO_DESKS.flatMap(({ id, roles }) =>
    roles.map(
      (role) => kept.find((key) => key.desk === id && key.role === role) ?? { role, desk: id, key: newApiKey(role) },
    ),
  );
  // Kept before they are made: a key that works is never lost.
  writeDemoKeys(keysFile, keys);
  const database = new Database({ url: databaseUrl, poolSize: 1, applicationName: 'footprint-demo-desks' });
  for (const { id, name } of DEMO_DESKS) {
    await provisionDesk(database, { id, name, keys: keys.filter(({ desk }) => desk === id) });
  }
  await database.close();
  console.log(JSON.stringify({ keys }));
};

try {
  await run(demoDesksConfig());
} catch (error) {
  const known = error instanceof ConfigError || error instanceof DamagedKeysFile;
  console.error(known ? `demo desks: ${error.message}` : error);
  process.exit(known ? MISCONFIGURED : 1);
}
