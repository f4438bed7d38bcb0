import { ConfigError, ownerConfig } from '#adapters/config';
import { connectionFailure, Database, PrismaModelRegistry } from '#adapters/prisma';
import { EXIT, runModels } from './command-line.js';

/** Trying again cannot help: what was configured is wrong. */
const MISCONFIGURED = 2;

const run = async (databaseUrl: string): Promise<number> => {
  const database = new Database({ url: databaseUrl, poolSize: 1, applicationName: 'footprint-models' });
  try {
    return await runModels(process.argv.slice(2), new PrismaModelRegistry(database), {
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
    console.error(`models: ${error.message}`);
    process.exit(MISCONFIGURED);
  }
  const away = connectionFailure(error);
  if (away === undefined) throw error;
  console.error(`models: the database does not answer (${away})`);
  process.exit(EXIT.REFUSED);
}
