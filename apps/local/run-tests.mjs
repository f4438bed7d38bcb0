import { generateDatabaseClient } from './build.mjs';
import { stopCommands } from './command.mjs';
import { ensureInstalled } from './install.mjs';
import { runJest } from './jest-run.mjs';
import { exitWithFailure } from './operator-error.mjs';
import { createShutdown, onTermination } from './shutdown.mjs';
import { startTestDatabase } from './test-database.mjs';

/**
 * `npm test`: Jest with the arguments given, on a PostgreSQL of its own that is thrown away afterwards (or the server
 * of TEST_DATABASE_URL). Ends with Jest's exit code.
 */
export const runTests = async (jestArguments) => {
  const shutdown = createShutdown();
  shutdown.onStop(stopCommands);
  const finish = async (exitCode) => {
    await shutdown.stopAll();
    process.exit(exitCode);
  };
  onTermination(
    () => void finish(130),
    () => process.exit(130),
  );
  try {
    await ensureInstalled();
    await generateDatabaseClient();
    const databaseUrl = process.env.TEST_DATABASE_URL || (await startTestDatabase(shutdown.onStop));
    await finish(await runJest(jestArguments, { TEST_DATABASE_URL: databaseUrl }, shutdown.onStop));
  } catch (error) {
    if (shutdown.isStopping()) return;
    await shutdown.stopAll();
    exitWithFailure(error);
  }
};
