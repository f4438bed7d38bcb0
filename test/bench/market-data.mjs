import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const title =
  'Market data: from bytes to books, features and training sets; ratios within a round, processor time';

/** Each in a process of its own: no code is warm, or fitted to other data, by what ran before it. */
const PARTS = ['events', 'json', 'lean-export', 'as-of-join'];
const inBench = (file) => fileURLToPath(new URL(file, import.meta.url));
const REGISTER = new URL('../factories/typescript-process/register.mjs', import.meta.url).href;

export const bench = async ({ quick, progress }) => {
  const folder = await mkdtemp(join(tmpdir(), 'footprint-bench-'));
  const flags = quick ? ['--quick'] : [];
  try {
    progress('writing recordings');
    // The writers are sources of the tests.
    const execArgv = ['--conditions=source', '--import', REGISTER];
    await finished(fork(inBench('./market-data/write-recordings.mjs'), [folder, ...flags], { execArgv }));
    const figures = [];
    for (const part of PARTS) {
      progress(`${part}`);
      figures.push(...(await measured(part, [folder, ...flags])));
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const measured = async (part, args) => {
  const child = fork(inBench(`./market-data/${part}.mjs`), args, { stdio: ['ignore', 2, 2, 'ipc'] });
  const [figures] = await Promise.all([
    new Promise((resolve) => {
      child.once('message', resolve);
      child.once('exit', () => {
        resolve([]);
      });
    }),
    finished(child),
  ]);
  return figures;
};

const finished = (child) =>
  new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${child.spawnargs[1]} ended with ${code}`));
    });
  });
