// For commands on the database: builds what changed, finds the database and runs a command line on it. It runs before the build, so
// it is plain JavaScript on Node's own modules.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { OperatorError, exitWithFailure } from './operator-error.mjs';
import { invocationFolder } from './options.mjs';
import { inspectDatabase, locateDatabase, ownerUrl } from './postgres/place.mjs';
import { inProject } from './project.mjs';

/** The owner's URL of the database that the npm start with this data folder keeps. */
const embeddedUrl = (dataFolder) => {
  const folder = path.join(dataFolder, 'postgres');
  if (!fs.existsSync(folder)) {
    throw new OperatorError(
      `There is no database in ${folder}: start Footprint with npm start, name its folder with --data DIR, or set DATABASE_URL.`,
    );
  }
  const place = locateDatabase(folder);
  inspectDatabase(place);
  return ownerUrl(place, 'footprint');
};

const run = (program) => {
  // What is meant for the command line passes through: it knows its own options.
  const { values } = parseArgs({ options: { data: { type: 'string' } }, strict: false });
  const args = process.argv.slice(2);
  const at = args.findIndex((one) => one === '--data' || one.startsWith('--data='));
  if (at >= 0) args.splice(at, args[at] === '--data' ? 2 : 1);
  const dataFolder =
    typeof values.data === 'string' ? path.resolve(invocationFolder(process.env), values.data) : inProject('var');

  // What is said while building goes to standard error: standard output belongs to the command.
  const built = spawnSync(process.execPath, [inProject('apps/local/build-programs.mjs')], { stdio: ['ignore', 2, 2] });
  if (built.status !== 0) process.exit(built.status ?? 1);
  const DATABASE_URL = process.env.DATABASE_URL || embeddedUrl(dataFolder);
  const main = inProject(`dist/apps/local/src/${program}/main.js`);
  const child = spawn(process.execPath, [main, ...args], {
    // Files are named from where the command was typed.
    cwd: invocationFolder(process.env),
    env: { ...process.env, DATABASE_URL },
    stdio: 'inherit',
  });
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
};

/** Runs the program of that folder of apps/local/src, with what was typed but --data, as the owner of the database. */
export const runOnDatabase = (program) => {
  try {
    run(program);
  } catch (error) {
    exitWithFailure(error);
  }
};
