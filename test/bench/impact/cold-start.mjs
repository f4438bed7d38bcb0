import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { figure } from '../figures.mjs';

// From the start of a process, Node.js included, to the first forecast: hashes, golden vectors and warm-up are in it.

const [folder, ...flags] = process.argv.slice(2);
const READY = fileURLToPath(new URL('./ready.mjs', import.meta.url));
const starts = flags.includes('--quick') ? 3 : 11;
const answers = Array.from({ length: starts }, () =>
  JSON.parse(execFileSync(process.execPath, [READY, folder], { encoding: 'utf8' })),
);
console.log(
  JSON.stringify([
    figure(
      'impact.coldStart.ms',
      'ms',
      answers.map(({ processMs }) => processMs),
      { better: 'lower' },
    ),
    figure(
      'impact.coldStart.modelMs',
      'ms',
      answers.map(({ modelMs }) => modelMs),
      { better: 'lower' },
    ),
  ]),
);
