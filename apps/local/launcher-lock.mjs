import fs from 'node:fs';
import path from 'node:path';
import { OperatorError } from './operator-error.mjs';
import { commandLineOf, isAlive } from './process-identity.mjs';

/** npm gives the prompt back a moment before a stopping launcher has stopped everything. */
const MAY_BE_STOPPING_MS = 2_000;
const POLL_MS = 100;

/**
 * Makes this process the only launcher of a data folder, or throws OperatorError that names the one that is.
 * A lock left by a killed launcher is taken over. Resolves to a function that gives the lock back.
 */
export const lockDataFolder = async (folder) => {
  const file = path.join(folder, 'launcher.pid');
  makeFolder(folder);
  makeFolder(path.join(folder, 'log'));
  let owner = liveOwner(file);
  for (let waited = 0; owner !== undefined && waited < MAY_BE_STOPPING_MS; waited += POLL_MS) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    owner = liveOwner(file);
  }
  if (owner !== undefined) {
    throw new OperatorError(
      `Footprint already runs with ${folder} (process ${owner}); stop it first, or start another with --data DIR --port N.`,
    );
  }
  fs.writeFileSync(file, String(process.pid));
  return () => {
    fs.rmSync(file, { force: true });
  };
};

const liveOwner = (file) => {
  const pid = Number(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : NaN);
  // In a container ids repeat from one start to the next, so that the old one may be ours or that of our own shell.
  const isOther = pid !== process.pid && pid !== process.ppid;
  return isOther && isAlive(pid) && commandLineOf(pid).includes('start.mjs') ? pid : undefined;
};

const makeFolder = (folder) => {
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o755 });
    fs.accessSync(folder, fs.constants.W_OK);
  } catch (error) {
    throw new OperatorError(
      `The data folder ${folder} cannot be written (${error.code}); choose another with --data DIR.`,
    );
  }
};
