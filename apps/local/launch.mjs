import fs from 'node:fs';
import path from 'node:path';
import { announce } from './announce.mjs';
import { runApps } from './apps.mjs';
import { buildAll } from './build.mjs';
import { stopCommands } from './command.mjs';
import { ensureInstalled } from './install.mjs';
import { lockDataFolder } from './launcher-lock.mjs';
import { exitWithFailure } from './operator-error.mjs';
import { invocationFolder, readOptions, refuseOptionsOfNpm, USAGE } from './options.mjs';
import { requireOwnQueue } from './own-queue.mjs';
import { ownServerUrl } from './own-server.mjs';
import { freePorts, requirePort } from './ports.mjs';
import { inspectDatabase, locateDatabase } from './postgres/place.mjs';
import { createShutdown, onTermination } from './shutdown.mjs';

const LOOPBACK = '127.0.0.1';

/** `npm start`: from a fresh clone to a running market, and back to nothing on Ctrl-C. */
export const launch = async (argv) => {
  const shutdown = createShutdown();
  shutdown.onStop(stopCommands);
  const stop = (exit) => void shutdown.stopAll().then(exit, exitWithFailure);
  onTermination(
    () => {
      process.stdout.write('\nstopping\n');
      stop(() => {
        process.stdout.write('stopped\n');
        process.exit(0);
      });
    },
    () => process.exit(130),
  );
  process.on('uncaughtException', (error) => {
    stop(() => exitWithFailure(error));
  });
  // The window may be closed, or the reader of a pipe gone: no reason to leave things running behind our back.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    refuseOptionsOfNpm(process.env);
    const options = readOptions(argv, invocationFolder(process.env));
    if (options.help) process.stdout.write(USAGE);
    else await start(options, shutdown);
  } catch (error) {
    if (shutdown.isStopping()) return; // a step that Ctrl-C interrupted
    await shutdown.stopAll();
    exitWithFailure(error);
  }
};

const start = async (options, shutdown) => {
  const host = process.env.HOST || LOOPBACK;
  const ownServer = ownServerUrl(process.env);
  const databaseFolder = path.join(options.dataFolder, 'postgres');

  shutdown.onStop(await lockDataFolder(options.dataFolder));
  await requirePort(options.port, host);
  await requireOwnQueue(process.env);
  if (ownServer === undefined && fs.existsSync(databaseFolder)) inspectDatabase(locateDatabase(databaseFolder));

  process.stdout.write('Footprint\n');
  await ensureInstalled();
  await buildAll();

  const { prepareDatabase } = await import('./database.mjs'); // needs packages
  const database = await prepareDatabase({
    ownServer,
    folder: databaseFolder,
    dataFolder: options.dataFolder,
    shutdown,
  });
  const [feedPort, workerPort] = await freePorts(2);
  const addresses = {
    api: `http://${reachableHost(host)}:${options.port}`,
    feed: `http://${LOOPBACK}:${feedPort}`,
    worker: `http://${LOOPBACK}:${workerPort}`,
  };
  await runApps({ options, host, feedPort, workerPort, addresses, database, shutdown });
  await announce({ addresses, keys: database.keys, options });
};

// Where this machine reaches a server that listens on `host`.
const reachableHost = (host) => {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
};
