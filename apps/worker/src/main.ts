import { constants, setPriority } from 'node:os';
import { QueueServerAway, UnusableQueueServer } from '#adapters/bullmq';
import { ConfigError, workerConfig } from '#adapters/config';
import { UnsafeDatabaseRole } from '#adapters/prisma';
import { workerLogger } from './logging.js';
import { openServing } from './serving.js';
import { startWorker } from './worker.js';

/** Starting again cannot help: what was configured is wrong. */
const MISCONFIGURED = 2;

// Who waits for an answer of the api goes first where both share a machine. Threads that are started later inherit it.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const untilToldToStop = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });

try {
  const config = workerConfig();
  const logger = workerLogger(config.logLevel);
  const told = untilToldToStop();
  const worker = await startWorker(config, openServing, logger);
  logger.info({ signal: await told }, 'stopping');
  await worker.close();
  process.exit(0);
} catch (error) {
  const misconfigured =
    error instanceof ConfigError || error instanceof UnsafeDatabaseRole || error instanceof UnusableQueueServer;
  console.error(misconfigured || error instanceof QueueServerAway ? `worker: ${error.message}` : error);
  process.exit(misconfigured ? MISCONFIGURED : 1);
}
