import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { OperatorError } from '../operator-error.mjs';
import { folderOutsideCheckout, isReachable, serverAccount } from './account.mjs';

/** The major version of the embedded PostgreSQL; it reads no other version's files. */
const POSTGRES_VERSION = '18';

export const OWNER = 'footprint_owner';
export const HOST = '127.0.0.1';

/**
 * Where an embedded database lives: the wanted folder itself, or for one that PostgreSQL's account cannot reach a folder outside
 * the checkout that belongs to it. Holds `data` (PostgreSQL's own), `connectionFile` and `logFile`.
 */
export const locateDatabase = (wantedFolder) => {
  const folder = path.resolve(wantedFolder);
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o755 });
  } catch (error) {
    throw damaged(folder, `it is no folder and cannot be made one (${error.code})`);
  }
  const account = serverAccount(path.join(folder, 'data'));
  if (account === undefined || isReachable(folder, account)) return placeIn(folder, account);
  const key = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  const outside = folderOutsideCheckout(`database-${key}`);
  fs.mkdirSync(outside, { recursive: true, mode: 0o755 });
  return placeIn(outside, serverAccount(path.join(outside, 'data')));
};

const placeIn = (folder, account) => ({
  folder,
  account,
  data: path.join(folder, 'data'),
  connectionFile: path.join(folder, 'connection.json'),
  logFile: path.join(folder, 'postgres.log'),
});

/** Throws OperatorError with one line when the files there cannot be a database of ours; an empty place is fine. */
export const inspectDatabase = ({ folder, data, connectionFile }) => {
  if (!exists(data)) return;
  const version = readOrExplain(path.join(data, 'PG_VERSION'), folder)?.trim();
  if (version === undefined || !/^\d+$/.test(version))
    throw damaged(folder, 'data/PG_VERSION is missing or unreadable');
  if (version !== POSTGRES_VERSION) {
    throw new OperatorError(
      `The database in ${folder} was made by PostgreSQL ${version}, this one is ${POSTGRES_VERSION}: move it away, or choose another folder with --data DIR.`,
    );
  }
  const connection = readOrExplain(connectionFile, folder);
  if (connection === undefined || parseConnection(connection) === undefined) {
    throw damaged(folder, 'connection.json is missing or unreadable');
  }
};

/** One line for a database that cannot be used, and the two ways out. */
export const damaged = (folder, reason) =>
  new OperatorError(
    `The database in ${folder} cannot be used: ${reason}. Restore it from a backup, or move it away to start empty: mv ${folder} ${folder}.broken`,
  );

/** Port and owner's password of the database there. */
export const readConnection = ({ connectionFile }) => parseConnection(fs.readFileSync(connectionFile, 'utf8'));

/** The owner's URL of `database` on the server there, whether that runs or not. */
export const ownerUrl = (place, database) => {
  const { port, password } = readConnection(place);
  return `postgresql://${OWNER}:${password}@${HOST}:${port}/${database}`;
};

export const writeConnection = ({ connectionFile }, { port, password }) => {
  fs.writeFileSync(connectionFile, JSON.stringify({ port, password }), { mode: 0o600 });
};

const parseConnection = (text) => {
  try {
    const { port, password } = JSON.parse(text);
    return Number.isInteger(port) && typeof password === 'string' ? { port, password } : undefined;
  } catch {
    return undefined;
  }
};

const exists = (file) => fs.lstatSync(file, { throwIfNoEntry: false }) !== undefined;

const readOrExplain = (file, folder) => {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code !== 'EACCES') return undefined;
    throw new OperatorError(
      `The database in ${folder} belongs to another user: start as that user, or choose another folder with --data DIR.`,
    );
  }
};
