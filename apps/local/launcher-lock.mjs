import fs from 'node:fs';
import path from 'node:path';
import { OperatorError } from './operator-error.mjs';
import { commandLineOf, isAlive } from './process-identity.mjs';

/**
 * Makes this process the only launcher of a data folder, or throws OperatorError that names the one that is.
 * A lock left by a killed launcher is taken over. Returns a function that gives the lock back.
 */
export const lockDataFolder = (folder) => {
  const file = path.join(folder, 'launcher.pid');
  makeFolder(folder);
  const owner = Number(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : NaN);
  if (owner !== process.pid && isAlive(owner) && commandLineOf(owner).includes('start.mjs')) {
    throw new OperatorError(
      `Footprint already runs with ${folder} (process ${owner}); stop it first, or start another with --data DIR --port N.`,
    );
  }
  fs.writeFileSync(file, String(process.pid));
  return () => {
    fs.rmSync(file, { force: true });
  };
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
