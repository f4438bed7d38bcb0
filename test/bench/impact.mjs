import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const title = 'The served impact forecast beside bare ONNX Runtime with the same model; ratios within a round';

const inBench = (file) => fileURLToPath(new URL(file, import.meta.url));
const REGISTER = new URL('../factories/typescript-process/register.mjs', import.meta.url).href;
const MODELS = fileURLToPath(new URL('../../models', import.meta.url));
/** The committed model that is measured; a small written one stands in where there is none. */
const NAME = 'metaorder';

export const bench = async ({ quick, progress }) => {
  const folder = await mkdtemp(join(tmpdir(), 'footprint-bench-'));
  const flags = quick ? ['--quick'] : [];
  try {
    const committed = existsSync(join(MODELS, NAME));
    if (!committed) {
      progress('writing a model');
      run(['--conditions=source', '--import', REGISTER, inBench('./impact/write-model.mjs'), folder]);
    }
    const args = [committed ? MODELS : folder, ...flags];
    const figures = [];
    for (const part of ['forecast', 'batches', 'swaps', 'cold-start']) {
      progress(part);
      figures.push(...JSON.parse(run([inBench(`./impact/${part}.mjs`), ...args])));
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** A process of its own: no code is warm by what ran before it. */
const run = (args) =>
  execFileSync(process.execPath, ['--expose-gc', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
