import { fork, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

// `npm run bench [-- --quick] [--json]`: paired, interleaved rounds in one run; ratios against a bare baseline of the
// same round. With --json standard output is one JSON line per figure and nothing else.
const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
});
const SIZE = options.quick ? { rounds: 7, requestsPerRound: 400 } : { rounds: 25, requestsPerRound: 1_000 };
const inRoot = (file) => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const progress = (text) => process.stderr.write(`  ${text}\n`);

// What is said while building goes to standard error: standard output belongs to the figures.
const built = spawnSync(process.execPath, [inRoot('apps/local/build-all.mjs')], { stdio: ['ignore', 2, 2] });
if (built.status !== 0) process.exit(built.status ?? 1);

const database = fork(inRoot('test/bench/database.mjs'), { stdio: ['ignore', 2, 2, 'ipc'] });
const { databaseUrl } = await new Promise((resolve, reject) => {
  database.once('message', resolve);
  database.once('exit', (code) => {
    reject(new Error(`the benchmark's database ended with ${code}`));
  });
});
const databaseEnded = new Promise((resolve) => database.once('exit', resolve));

const { benchEvaluateQuotes } = await import('./evaluate-quotes.mjs');
try {
  const figures = await benchEvaluateQuotes({ ...SIZE, databaseUrl, progress });
  if (options.json) for (const figure of figures) console.log(JSON.stringify(figure));
  else print(figures);
} finally {
  database.disconnect();
  await databaseEnded;
}

function print(figures) {
  console.log('\nevaluateQuotes, 10 quotes, one request at a time; ratios within a round to bare Fastify\n');
  console.log('  figure                           median     90 % interval       goal');
  for (const { name, value, low, high, unit, goal } of figures) {
    const number = (x) => x.toFixed(unit === 'ratio' || unit === 'ms' ? 3 : 1);
    const met = goal === null ? '' : `<= ${goal}  ${value <= goal ? 'met' : 'MISSED'}`;
    console.log(
      `  ${name.padEnd(30)} ${number(value).padStart(8)}  ${`${number(low)} .. ${number(high)}`.padEnd(18)} ${met}`,
    );
  }
  console.log(
    `\n  ${figures[0].n} rounds of ${SIZE.requestsPerRound} requests per server; noisy rounds are void and repeated.\n`,
  );
}
