import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const title =
  'Simulator beside the package nodejs-order-book on the same traces; ratios within a round, processor time';

/** Each in a process of its own: no code is fitted to other data by what ran before it. */
const PARTS = [
  ['matching', 'amzn'],
  ['matching', 'thin'],
  ['matching', 'usual'],
  ['matching', 'deep'],
  ['agents', 'liquid'],
  ['agents', 'largeTick'],
  ['seeds'],
  ['memory'],
];
const FULL_PARTS = [['matching', 'aapl'], ['matching', 'vast'], ['agents', 'patient'], ...PARTS];

export const bench = async ({ quick, progress }) => {
  const figures = [];
  for (const [part, ...args] of quick ? PARTS : FULL_PARTS) {
    progress([part, ...args].join(' '));
    figures.push(...(await measured(part, quick ? [...args, '--quick'] : args)));
  }
  return figures;
};

const measured = (part, args) =>
  new Promise((resolve, reject) => {
    const file = fileURLToPath(new URL(`./simulator/${part}.mjs`, import.meta.url));
    const child = fork(file, args, { stdio: ['ignore', 2, 2, 'ipc'], execArgv: ['--expose-gc'] });
    let figures = [];
    child.once('message', (told) => {
      figures = told;
    });
    child.once('exit', (code) => {
      if (code === 0) resolve(figures);
      else reject(new Error(`${part} ended with ${code}`));
    });
  });
