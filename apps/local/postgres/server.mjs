import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { openLog } from '../log-file.mjs';
import { OperatorError } from '../operator-error.mjs';
import { freePorts, isPortFree } from '../ports.mjs';
import { stopLeftoverServer } from './leftover.mjs';
import {
  damaged,
  HOST,
  inspectDatabase,
  locateDatabase,
  OWNER,
  ownerUrl,
  readConnection,
  writeConnection,
} from './place.mjs';
import { findPrograms } from './programs.mjs';

const POLL_MS = 25;
const FAST_SHUTDOWN_MS = 20_000;
const FIRST_RESTART_AFTER_MS = 500;
const LONGEST_RESTART_AFTER_MS = 8_000;

const SETTINGS = { listen_addresses: HOST, unix_socket_directories: '', max_connections: '100' };
// A database that is thrown away need not survive a power cut, and many suites share it.
const THROW_AWAY_SETTINGS = { fsync: 'off', full_page_writes: 'off', max_connections: '200' };

/**
 * Starts PostgreSQL on the database kept in `folder`, made on the first start, and keeps it running: a server that dies
 * is started again on the same port, and `report(text)` says so.
 *
 * Resolves to the owner's URL of `database` (which may not exist yet). `onStop` is given, before the server runs, what
 * shuts it down cleanly, which for a database to be thrown away does so.
 * Throws OperatorError with one line when the folder cannot be used.
 */
export const startPostgres = async ({ folder, database, throwAway = false, report, onStop }) => {
  const place = locateDatabase(folder);
  inspectDatabase(place);
  const tookOver = await stopLeftoverServer(place.data);
  if (tookOver) report('stopped the PostgreSQL that the last start left behind');

  const program = await findPrograms(place.account);
  if (!fs.existsSync(place.data)) await createCluster(place, program('initdb'), throwAway);
  const { port: lastPort, password } = readConnection(place);
  const port = (await isPortFree(lastPort, HOST)) ? lastPort : (await freePorts(1))[0];
  writeConnection(place, { port, password });

  const settings = { ...SETTINGS, ...(throwAway ? THROW_AWAY_SETTINGS : {}) };
  const server = keepRunning(() => launch(place, program('postgres'), port, settings), report);
  onStop(async () => {
    await server.stop();
    if (throwAway) fs.rmSync(place.folder, { recursive: true, force: true });
  });
  await server.start();
  return ownerUrl(place, database);
};

// Made beside its final place and moved there when complete: an interrupted first start leaves no half database.
const createCluster = async (place, initdb, throwAway) => {
  const unfinished = `${place.data}.unfinished`;
  const passwordFile = path.join(place.folder, 'owner-password');
  const password = randomBytes(24).toString('base64url');
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.mkdirSync(unfinished, { mode: 0o700 });
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (place.account !== undefined) {
    for (const file of [unfinished, passwordFile]) fs.chownSync(file, place.account.uid, place.account.gid);
  }
  const args = ['-D', unfinished, '-U', OWNER, '-A', 'scram-sha-256', '--pwfile', passwordFile, '-E', 'UTF8'];
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  if (throwAway) args.push('--no-sync');
  try {
    await runToEnd(spawnServerProgram(place, initdb, args));
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
  const [port] = await freePorts(1);
  writeConnection(place, { port, password });
  fs.renameSync(unfinished, place.data);
};

const runToEnd = ({ child, outputSoFar }) =>
  new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new OperatorError(`The database could not be created: ${lastReason(outputSoFar())}`));
    });
  });

/** Starts the server once: its process, and a promise that it accepts connections. */
const launch = (place, postgres, port, settings) => {
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const args = ['-D', place.data, '-p', String(port), ...options];
  // A process group of its own: Ctrl-C in the terminal must reach the launcher only, which stops the database last.
  const { child, outputSoFar } = spawnServerProgram(place, postgres, args, { detached: true });
  const failed = new Promise((_, reject) => {
    child.on('error', (error) => {
      reject(new OperatorError(`PostgreSQL could not run: ${error.message}`));
    });
    child.on('exit', () => {
      reject(damaged(place.folder, lastReason(outputSoFar())));
    });
  });
  failed.catch(() => undefined); // of interest only until it accepts connections
  const untilAccepting = async () => {
    // Recovery after a power cut may take long; only the server's end is a failure.
    while (!acceptsConnections(place.data, child.pid)) await Promise.race([failed, sleep(POLL_MS)]);
  };
  return { child, accepting: untilAccepting() };
};

// PostgreSQL keeps its state in the eighth line of its lock file, as pg_ctl reads it.
const acceptsConnections = (data, pid) => {
  try {
    const lines = fs.readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === pid && lines[7]?.startsWith('ready') === true;
  } catch {
    return false;
  }
};

const spawnServerProgram = (place, program, args, options = {}) => {
  const { descriptor, sizeBefore } = openLog(place.logFile);
  const child = spawn(program, args, {
    ...place.account,
    cwd: place.folder,
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    stdio: ['ignore', descriptor, descriptor],
    ...options,
  });
  fs.closeSync(descriptor);
  const outputSoFar = () =>
    fs.existsSync(place.logFile) ? fs.readFileSync(place.logFile).subarray(sizeBefore).toString('utf8') : '';
  return { child, outputSoFar };
};

const lastReason = (output) => {
  const reasons = [...output.matchAll(/(?:FATAL|PANIC|error):\s+(.+)/g)].map((match) => match[1]);
  const reason = reasons.at(-1) ?? output.trim().split('\n').at(-1);
  return reason.replace(/\.$/, '');
};

const keepRunning = (launchOnce, report) => {
  let child;
  let stopping = false;
  const start = async () => {
    const server = launchOnce();
    child = server.child;
    await server.accepting;
    child.once('exit', (code, signal) => {
      if (stopping) return;
      report(`PostgreSQL ended (${signal ?? `exit code ${code}`}); starting it again`);
      void restart();
    });
  };
  const restart = async () => {
    // The first time not at once: the dead server's last processes still hold its memory.
    for (let delayMs = FIRST_RESTART_AFTER_MS; !stopping; delayMs = Math.min(2 * delayMs, LONGEST_RESTART_AFTER_MS)) {
      await sleep(delayMs);
      if (stopping) return;
      try {
        await start();
        return;
      } catch (error) {
        report(error.message);
      }
    }
  };
  const stop = async () => {
    stopping = true;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT'); // fast: ends sessions, then writes everything out
    await Promise.race([ended, sleep(FAST_SHUTDOWN_MS)]);
    child.kill('SIGQUIT'); // immediate: what was committed is recovered at the next start
    await ended;
  };
  // Only a launcher that ends in a hurry leaves it running until here.
  process.on('exit', () => child?.kill('SIGQUIT'));
  return { start, stop };
};

const sleep = (ms) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
