import { ConfigError, ownerConfig } from '#adapters/config';
import { NodeIdentifiers } from '#adapters/node-crypto';
import { connectionFailure, Database, PrismaDeskSettings, PrismaRequestHistory } from '#adapters/prisma';
import { EXIT, runImportRfqs } from './command-line.js';

/** Trying again cannot help: what was configured is wrong. */
const MISCONFIGURED = 2;

const run = async (databaseUrl: string): Promise<number> => {
  const database = new Database({ url: databaseUrl, poolSize: 1, applicationName: 'footprint-import-rfqs' });
  try {
    const ports = {
      desks: new PrismaDeskSettings(database),
      history: new PrismaRequestHistory(database),
      identifiers: new NodeIdentifiers(),
    };
    return await runImportRfqs(process.argv.slice(2), ports, {
      result: (line) => {
        console.log(line);
      },
      complaint: (line) => {
        console.error(line);
      },
    });
  } finally {
    await database.close();
  }
};

try {
  process.exitCode = await run(ownerConfig().databaseUrl);
} catch (error) {
  if (error instanceof ConfigError) {
    console.error(`import-rfqs: ${error.message}`);
    process.exit(MISCONFIGURED);
  }
  const away = connectionFailure(error);
  if (away === undefined) throw error;
  console.error(`import-rfqs: the database does not answer (${away})`);
  process.exit(EXIT.REFUSED);
}
