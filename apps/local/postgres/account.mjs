import fs from 'node:fs';
import path from 'node:path';
import { OperatorError } from '../operator-error.mjs';

/**
 * The account that PostgreSQL runs as: undefined for "as ourselves". PostgreSQL refuses root, so that for root it is
 * the owner of the database when there is one, else `postgres`, else `nobody`.
 */
export const serverAccount = (databaseFolder) => {
  if (process.getuid?.() !== 0) return undefined;
  const { uid = 0, gid } = fs.statSync(databaseFolder, { throwIfNoEntry: false }) ?? {};
  const account = uid !== 0 ? { uid, gid } : (accountNamed('postgres') ?? accountNamed('nobody'));
  if (account === undefined) {
    throw new OperatorError('PostgreSQL refuses to run as root and there is no user "postgres" or "nobody": add one.');
  }
  return account;
};

const accountNamed = (name) => {
  const entry = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([user]) => user === name);
  return entry && { uid: Number(entry[2]), gid: Number(entry[3]) };
};

/** Whether that account may walk down to `target` (and run it, when it is a program): all of it must be executable. */
export const isReachable = (target, { uid, gid }) => {
  for (let step = path.resolve(target); ; step = path.dirname(step)) {
    const stats = fs.statSync(step);
    const executable = stats.uid === uid ? 0o100 : stats.gid === gid ? 0o010 : 0o001;
    if ((stats.mode & executable) === 0) return false;
    if (step === path.dirname(step)) return true;
  }
};

/**
 * A folder outside the checkout, ours alone to write but readable by everyone: for a checkout that PostgreSQL's account
 * cannot reach (under /root) or that cannot be written (a read-only node_modules).
 */
export const folderOutsideCheckout = (name) => {
  const base = `/var/tmp/footprint-${process.getuid()}`;
  fs.mkdirSync(base, { recursive: true, mode: 0o755 });
  const stats = fs.lstatSync(base);
  // /var/tmp is everybody's: whoever made this folder decides what PostgreSQL runs.
  if (!stats.isDirectory() || stats.uid !== process.getuid()) {
    throw new OperatorError(`${base} belongs to another user; remove it, or move the checkout out of /root.`);
  }
  fs.chmodSync(base, 0o755);
  return path.join(base, name);
};
