import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { OperatorError } from './operator-error.mjs';
import { inProject } from './project.mjs';

export const USAGE = `Footprint, in one command: database, migrations, api, worker and a market session.

  npm start -- [options]

  --session PATH      play this recording: a file, an archive or a folder of LOBSTER, LEAN, Binance, Bitstamp or
                      our own Parquet; may be repeated; without it a simulated market plays
  --speed N           play N times as fast as the recording (default 1)
  --port N            port of the api and the playground (default 3000)
  --data DIR          folder that keeps database, keys and logs (default var)
  --instruments FILE  JSON with terms of instruments (average daily volume, tick size, ...) that win over estimates
  --signals FILE      CSV or Parquet with series from outside the market (implied volatility, calendar, ...)
  --help              this text

  DATABASE_URL        an own PostgreSQL (as owner of the database) instead of the embedded one
  REDIS_URL           an own Redis for the queue instead of PostgreSQL
  HOST                address to listen on (default 127.0.0.1)
  LOG_LEVEL           level of the logs in DIR/log (default info)
`;

const OPTIONS = {
  session: { type: 'string', multiple: true, default: [] },
  speed: { type: 'string', default: '1' },
  port: { type: 'string', default: '3000' },
  data: { type: 'string' },
  instruments: { type: 'string' },
  signals: { type: 'string' },
  help: { type: 'boolean', default: false },
};

/**
 * What the person asked for, with absolute paths; `cwd` is the folder that relative paths start from.
 * Throws OperatorError with one line for anything that cannot work.
 */
export const readOptions = (argv, cwd) => {
  const { values, positionals } = parse(argv);
  if (positionals.length > 0 && values.session.length === 0) {
    throw new OperatorError(`Unknown argument "${positionals[0]}"; npm start -- --help lists the options.`);
  }
  const absolute = (file) => path.resolve(cwd, file);
  return {
    help: values.help,
    // `--session folder/*.zip` reaches us as one option and further bare paths.
    sessions: [...values.session, ...positionals].map(absolute).map((file) => existing('--session', file)),
    speed: number('--speed', values.speed, 'a number from 0.01 to 100000', (n) => n >= 0.01 && n <= 100_000),
    port: number(
      '--port',
      values.port,
      'a whole number from 1 to 65535',
      (n) => Number.isInteger(n) && n >= 1 && n <= 65_535,
    ),
    dataFolder: values.data === undefined ? inProject('var') : absolute(values.data),
    instrumentsFile:
      values.instruments === undefined ? undefined : existing('--instruments', absolute(values.instruments)),
    signalsFile: values.signals === undefined ? undefined : existing('--signals', absolute(values.signals)),
  };
};

/** `npm start --port 1` gives the option to npm, which drops it: throws OperatorError that says how to write it. */
export const refuseOptionsOfNpm = (env) => {
  const taken = Object.keys(OPTIONS).find((name) => name !== 'help' && env[`npm_config_${name}`] !== undefined);
  if (taken === undefined) return;
  throw new OperatorError(`npm kept --${taken} for itself; write two more dashes: npm start -- --${taken} ...`);
};

/** The folder in which the person typed the command: npm itself moves to the project's root, and says where it was. */
export const invocationFolder = (env) =>
  env.npm_lifecycle_event !== undefined && env.INIT_CWD !== undefined ? env.INIT_CWD : process.cwd();

const parse = (argv) => {
  try {
    return parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const [reason] = error.message.split(/\.?(?: To |\n|$)/);
    throw new OperatorError(`${reason}; npm start -- --help lists the options.`);
  }
};

const number = (name, text, expected, isValid) => {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!isValid(value)) throw new OperatorError(`${name} must be ${expected}, not "${text}".`);
  return value;
};

const existing = (name, file) => {
  if (!fs.existsSync(file)) throw new OperatorError(`${name} ${file}: there is no such file.`);
  return file;
};
