import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { printFigures } from './figures.mjs';

// `npm run bench [-- NAME ...] [--quick] [--json]`: the benches named, or all; README.md says what each measures. With --json
// standard output is one JSON line per figure and nothing else.
const BENCHES = {
  'evaluate-quotes': () => import('./evaluate-quotes.mjs'),
  'buy-side': () => import('./buy-side.mjs'),
  impact: () => import('./impact.mjs'),
  'market-data': () => import('./market-data.mjs'),
  'sell-side': () => import('./sell-side.mjs'),
  simulator: () => import('./simulator.mjs'),
  training: () => import('./training.mjs'),
  workers: () => import('./workers.mjs'),
};

const refuse = (reason) => {
  const names = Object.keys(BENCHES).join('|');
  process.stderr.write(`bench: ${reason}\nnpm run bench [-- ${names} ...] [--quick] [--json]\n`);
  process.exit(2);
};

const read = () => {
  try {
    return parseArgs({
      options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
  } catch (error) {
    return refuse(error.message);
  }
};

const { values: options, positionals } = read();
const unknown = positionals.find((name) => !Object.hasOwn(BENCHES, name));
if (unknown !== undefined) refuse(`there is no "${unknown}"`);
const names = positionals.length === 0 ? Object.keys(BENCHES) : positionals;
const progress = (text) => process.stderr.write(`  ${text}\n`);

// What is said while building goes to standard error: standard output belongs to the figures.
const build = fileURLToPath(new URL('../../apps/local/build-all.mjs', import.meta.url));
const built = spawnSync(process.execPath, [build], { stdio: ['ignore', 2, 2] });
if (built.status !== 0) process.exit(built.status ?? 1);

for (const name of names) {
  const { title, bench } = await BENCHES[name]();
  const figures = await bench({ quick: options.quick, progress });
  if (options.json) for (const one of figures) console.log(JSON.stringify(one));
  else {
    console.log(`\n${title}\n`);
    printFigures(figures);
  }
}
