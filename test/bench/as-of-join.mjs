import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { FeatureStore, writeParquet } from '../../dist/libs/adapters/src/parquet/index.js';
import { median, medianInterval } from './statistics.mjs';

// `node test/bench/as-of-join.mjs [--quick] [--json]`, after a build.

const ORIGIN = 1_700_000_000_000_000_000n;
const INSTRUMENTS = ['A', 'B', 'C', 'D', 'E'];
const EVENT_STEP_NS = 1_000_003;
const SET = { version: 'bench', hash: '0'.repeat(64), names: Array.from({ length: 10 }, (_, i) => `feature${i}`) };
const GOAL = 2;

/**
 * As-of join of rows of features with decisions, through the store and as the plain SQL that one would type, from the same
 * files to a file of the same rows; both in turn, in one process, ratios within a round.
 */
export const benchAsOfJoin = async ({ rounds, events, decisions, progress }) => {
  const folder = await mkdtemp(join(tmpdir(), 'footprint-as-of-'));
  try {
    const store = new FeatureStore(folder, SET);
    progress(`writing ${events} rows of ${SET.names.length} features`);
    const writeMs = await timed(() => writeEvents(store, events));
    const asked = join(folder, 'decisions.parquet');
    await writeParquet(asked, randomDecisions(decisions, (events / INSTRUMENTS.length) * EVENT_STEP_NS));
    const out = { store: join(folder, 'store.parquet'), plain: join(folder, 'plain.parquet') };
    const joins = {
      store: () => store.writeAsOf(out.store, { files: [asked] }, 'BEFORE'),
      plain: () => plainJoin(folder, asked, out.plain),
    };
    await joins.store();
    await joins.plain();
    await refuseDifference(out);
    const kept = [];
    for (let round = 0; round < rounds; round += 1) {
      progress(`round ${round + 1} of ${rounds}`);
      const order = round % 2 === 0 ? ['store', 'plain'] : ['plain', 'store'];
      const ms = {};
      for (const name of order) ms[name] = await timed(joins[name]);
      kept.push(ms);
    }
    return figures(kept, { events, writeMs });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const timed = async (work) => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

const writeEvents = async (store, events) => {
  const values = new Float64Array(SET.names.length);
  const each = events / INSTRUMENTS.length;
  for (const [i, instrumentId] of INSTRUMENTS.entries()) {
    const writer = store.writer(instrumentId, ORIGIN);
    for (let row = 0; row < each; row += 1) {
      for (let feature = 0; feature < values.length; feature += 1) {
        values[feature] = ((row * (7_919 + 13 * feature) + i) % 10_007) / 97;
      }
      await writer.append(row * EVENT_STEP_NS, row, values);
    }
    await writer.flush();
  }
};

/** At seeded times within the span, in no order. */
const randomDecisions = (count, spanNs) => {
  let state = 1;
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return [
    {
      name: 'instrumentId',
      type: 'VARCHAR',
      values: Array.from({ length: count }, (_, i) => INSTRUMENTS[i % INSTRUMENTS.length]),
    },
    {
      name: 'decisionNs',
      type: 'BIGINT',
      values: BigInt64Array.from({ length: count }, () => ORIGIN + BigInt(Math.floor(next() * spanNs))),
    },
  ];
};

const plainJoin = (folder, asked, out) =>
  withConnection((connection) =>
    connection.run(
      `COPY (SELECT d.*, f.* EXCLUDE (instrumentId, sequence) FROM read_parquet('${asked}') d
       ASOF LEFT JOIN read_parquet('${folder}/set=bench/*/*/*.parquet', hive_partitioning = false) f
       ON d.instrumentId = f.instrumentId AND d.decisionNs > f.knownAtNs)
       TO '${out}' (FORMAT parquet, COMPRESSION zstd)`,
    ),
  );

const refuseDifference = (out) =>
  withConnection(async (connection) => {
    const rows = (path) => `SELECT * FROM read_parquet('${path}')`;
    const difference = await connection.runAndReadAll(
      `SELECT count(*)::INTEGER FROM ((${rows(out.store)} EXCEPT ALL ${rows(out.plain)})
       UNION ALL (${rows(out.plain)} EXCEPT ALL ${rows(out.store)}))`,
    );
    const [[count]] = difference.getRows();
    if (count > 0) throw new Error(`the joins differ in ${count} rows`);
  });

/** With the settings of the store's own DuckDB. */
const withConnection = async (work) => {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB' });
  try {
    return await work(await instance.connect());
  } finally {
    instance.closeSync();
  }
};

const figures = (kept, { events, writeMs }) => {
  const figure = (name, unit, values, goal, better) => ({
    name: `asOfJoin.${name}`,
    value: median(values),
    ...medianInterval(values),
    n: values.length,
    unit,
    goal,
    better,
  });
  const perSecond = (ms) => events / (ms / 1000) / 1e6;
  return [
    figure(
      'ratio',
      'ratio',
      kept.map(({ store, plain }) => store / plain),
      GOAL,
      'lower',
    ),
    figure(
      'storeMs',
      'ms',
      kept.map(({ store }) => store),
      null,
      'lower',
    ),
    figure(
      'plainMs',
      'ms',
      kept.map(({ plain }) => plain),
      null,
      'lower',
    ),
    figure(
      'store.rowsPerSecond',
      'M/s',
      kept.map(({ store }) => perSecond(store)),
      null,
      'higher',
    ),
    figure('write.rowsPerSecond', 'M/s', [perSecond(writeMs)], null, 'higher'),
    figure('peakRssMiB', 'MiB', [process.resourceUsage().maxRSS / 1024], null, 'lower'),
  ];
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values: options } = parseArgs({
    options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  });
  const size = options.quick
    ? { rounds: 3, events: 500_000, decisions: 20_000 }
    : { rounds: 7, events: 5_000_000, decisions: 200_000 };
  const found = await benchAsOfJoin({ ...size, progress: (text) => process.stderr.write(`  ${text}\n`) });
  for (const figure of found) {
    if (options.json) console.log(JSON.stringify(figure));
    else {
      const goal =
        figure.goal === null ? '' : `  goal <= ${figure.goal}: ${figure.value <= figure.goal ? 'met' : 'MISSED'}`;
      console.log(`  ${figure.name.padEnd(30)} ${figure.value.toFixed(2).padStart(10)} ${figure.unit}${goal}`);
    }
  }
}
