import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const title =
  'Simulator: matching beside the package nodejs-order-book on the same trace; ratios within a round';

/** Each in a process of its own: no code is fitted to other data by what ran before it. */
const PARTS = ['matching', 'memory'];

export const bench = async ({ quick, progress }) => {
  const figures = [];
  for (const part of PARTS) {
    progress(part);
    figures.push(...(await measured(part, quick ? ['--quick'] : [])));
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
