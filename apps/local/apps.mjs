import path from 'node:path';
import { superviseChild } from './child.mjs';
import { exitWithFailure, OperatorError } from './operator-error.mjs';
import { note, step } from './progress.mjs';
import { untilReady } from './readiness.mjs';

const READY_WITHIN_MS = 300_000;
const ENDS_BEFORE_READY = 4;
const PROBLEMS_SHOWN = 3;
const PROBLEM_WINDOW_MS = 10_000;

/** Starts feed, worker and api as processes of their own and resolves when all of them are ready. */
export const runApps = async ({ options, host, feedPort, workerPort, addresses, database, shutdown }) => {
  const failure = new AbortController();
  const common = { LOG_LEVEL: process.env.LOG_LEVEL || 'info', REDIS_URL: process.env.REDIS_URL ?? '' };
  const featureArchive = path.join(options.dataFolder, 'features');
  const environments = {
    feed: {
      FEED_PORT: String(feedPort),
      HOST: '127.0.0.1',
      SESSIONS: JSON.stringify(options.sessions),
      SESSION_SPEED: String(options.speed),
      INSTRUMENTS_FILE: options.instrumentsFile ?? '',
      SIGNALS_FILE: options.signalsFile ?? '',
      FEATURE_ARCHIVE: featureArchive,
      // It needs no database: what a process does not know it cannot leak.
      DATABASE_URL: '',
    },
    worker: { DATABASE_URL: database.urls.worker, HOST: '127.0.0.1', WORKER_PORT: String(workerPort) },
    api: {
      DATABASE_URL: database.urls.api,
      HOST: host,
      PORT: String(options.port),
      FEATURE_ARCHIVE: featureArchive,
      MARKET_FEED_URL: addresses.feed.replace('http', 'ws'),
      PLAYGROUND_KEYS: JSON.stringify(playgroundKeys(database.keys)),
    },
  };
  const probes = {
    feed: `${addresses.feed}/health`,
    worker: `${addresses.worker}/health`,
    api: `${addresses.api}/ready`,
  };

  let running = false;
  const endsBeforeReady = new Map();
  const onEnd = (name, text) => {
    note(text);
    const ends = (endsBeforeReady.get(name) ?? 0) + 1;
    endsBeforeReady.set(name, ends);
    if (!running && ends >= ENDS_BEFORE_READY) failure.abort(new OperatorError(`The ${name} does not start.`));
  };
  const onFatal = (error) => {
    failure.abort(error);
    if (running && !shutdown.isStopping()) void shutdown.stopAll().then(() => exitWithFailure(error));
  };
  const children = Object.entries(environments).map(([name, environment]) => {
    const logFile = path.join(options.dataFolder, 'log', `${name}.log`);
    return superviseChild({
      name,
      script: `dist/apps/${name}/src/main.js`,
      env: { ...common, ...environment },
      logFile,
      onEnd: (text) => onEnd(name, text),
      onProblem: throttled((text) => note(`${name}: ${text}`), `${name}: more errors in ${logFile}`),
      onRestart: () => void reportRecovery(name, probes[name], failure.signal),
      onFatal,
    });
  });
  shutdown.onStop(() => Promise.all(children.map((child) => child.stop())));
  process.on('exit', () => {
    for (const child of children) child.kill(); // reached with any of them alive only when the person insists
  });

  const giveUp = setTimeout(() => {
    failure.abort(new OperatorError(`The apps did not become ready; their logs are in ${options.dataFolder}/log.`));
  }, READY_WITHIN_MS);
  for (const name of Object.keys(environments)) {
    await step(`starting the ${name}`, () => untilReady(probes[name], failure.signal));
  }
  clearTimeout(giveUp);
  running = true;
};

// What the page needs to run its examples, of the first desk; whoever opens it reads them.
const PLAYGROUND_ROLES = ['trader', 'dealer', 'quant'];

const playgroundKeys = (keys) => {
  const [{ desk }] = keys;
  const offered = keys.filter((key) => key.desk === desk && PLAYGROUND_ROLES.includes(key.role));
  return Object.fromEntries(offered.map(({ role, key }) => [role, key]));
};

const reportRecovery = async (name, probe, abort) => {
  const startedAt = performance.now();
  try {
    await untilReady(probe, abort);
    note(`${name} is back after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  } catch {
    // given up, and said so elsewhere
  }
};

/** Passes the first few texts of every window on; then `suppressed`, once. */
const throttled = (show, suppressed) => {
  let windowEndsAt = 0;
  let shown = 0;
  return (text) => {
    const now = performance.now();
    if (now > windowEndsAt) {
      windowEndsAt = now + PROBLEM_WINDOW_MS;
      shown = 0;
    }
    shown += 1;
    if (shown <= PROBLEMS_SHOWN) show(text);
    else if (shown === PROBLEMS_SHOWN + 1) note(suppressed);
  };
};
