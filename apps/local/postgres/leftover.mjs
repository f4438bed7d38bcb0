import fs from 'node:fs';
import path from 'node:path';
import { OperatorError } from '../operator-error.mjs';
import { commandLineOf, isAlive } from '../process-identity.mjs';

const FAST_SHUTDOWN_MS = 60_000;
const POLL_MS = 50;

/**
 * Makes sure that no server runs on these files: one left by a killed launcher is shut down (its data is complete on
 * disk), and a lock file whose process is gone, or is something else by now, is removed.
 * Resolves to whether there was one.
 */
export const stopLeftoverServer = async (data) => {
  const lockFile = path.join(data, 'postmaster.pid');
  const pid = pidIn(lockFile);
  if (pid === undefined) return false;
  if (!isAlive(pid) || !commandLineOf(pid).includes(data)) {
    fs.rmSync(lockFile, { force: true });
    return false;
  }
  process.kill(pid, 'SIGINT');
  for (let waited = 0; isAlive(pid) && fs.existsSync(lockFile); waited += POLL_MS) {
    if (waited > FAST_SHUTDOWN_MS) {
      throw new OperatorError(
        `A PostgreSQL left on ${data} (process ${pid}) does not stop: end it with kill -QUIT ${pid}.`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return true;
};

const pidIn = (lockFile) => {
  if (!fs.existsSync(lockFile)) return undefined;
  return Number.parseInt(fs.readFileSync(lockFile, 'utf8'), 10) || 0;
};
