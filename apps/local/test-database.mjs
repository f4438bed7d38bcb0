import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { stopLeftoverServer } from './postgres/leftover.mjs';
import { startPostgres } from './postgres/server.mjs';
import { commandLineOf } from './process-identity.mjs';
import { note } from './progress.mjs';

const FOLDER = /^footprint-test-(\d+)-/;

/** Starts an empty PostgreSQL that exists until `onStop`'s callback runs; resolves to its owner's URL. */
export const startTestDatabase = async (onStop) => {
  await removeAbandoned();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `footprint-test-${process.pid}-`));
  fs.chmodSync(folder, 0o755); // PostgreSQL may run as another account
  onStop(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });
  return startPostgres({ folder, database: 'postgres', throwAway: true, report: note, onStop });
};

// A test run that was killed could not clean up after itself.
const removeAbandoned = async () => {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const owner = Number(FOLDER.exec(name)?.[1] ?? NaN);
    const folder = path.join(os.tmpdir(), name);
    if (Number.isNaN(owner) || commandLineOf(owner).includes('test.mjs') || !isOurs(folder)) continue;
    await stopLeftoverServer(path.join(folder, 'data'));
    fs.rmSync(folder, { recursive: true, force: true });
  }
};

const isOurs = (folder) => fs.statSync(folder, { throwIfNoEntry: false })?.uid === (process.getuid?.() ?? 0);
