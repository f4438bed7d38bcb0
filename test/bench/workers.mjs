import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withDatabase } from './bench-database.mjs';
import { interactiveFigures } from './workers/interactive.mjs';
import { persistFigures } from './workers/persist.mjs';
import { queuedFigures } from './workers/queued.mjs';
import { retakenFigures } from './workers/retaken.mjs';
import { openWorkerSite } from './workers/worker-site.mjs';

export const title =
  'Workers: queued batches beside bare ONNX Runtime, what is kept beside COPY, interactive requests beside bulk, a worker that is killed';

const inBench = (file) => fileURLToPath(new URL(file, import.meta.url));
const REGISTER = new URL('../factories/typescript-process/register.mjs', import.meta.url).href;
const MODELS = inBench('../../models');

export const bench = async ({ quick, progress }) => {
  const folder = await mkdtemp(join(tmpdir(), 'footprint-bench-workers-'));
  await chmod(folder, 0o755); // PostgreSQL may run as another account, and reads a file here
  try {
    progress('writing models');
    node(['--conditions=source', '--import', REGISTER, inBench('./workers/write-models.mjs'), folder]);
    const figures = [];
    // Each model has a database of its own, so that it is the one that answers.
    for (const kind of ['trees', 'network']) {
      figures.push(
        ...(await withWorkplace(folder, kind, async (place) => {
          const of = { place, quick, progress };
          const queued = await queuedFigures({ ...of, kind });
          if (kind === 'network') return queued;
          return [
            ...queued,
            ...(await persistFigures(of)),
            ...(await retakenFigures(of)),
            ...(await interactiveFigures(of)),
          ];
        })),
      );
    }
    progress('portfolio');
    return [...figures, ...portfolioFigures(quick)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const withWorkplace = (folder, kind, work) =>
  withDatabase(async (apiUrl, { workerUrl, ownerUrl }) => {
    const place = await openWorkerSite({ models: join(folder, kind), folder, apiUrl, workerUrl, ownerUrl });
    try {
      return await work(place);
    } finally {
      await place.close();
    }
  });

const portfolioFigures = (quick) => {
  const part = inBench('./workers/portfolio.mjs');
  return existsSync(part) ? JSON.parse(node([part, MODELS, ...(quick ? ['--quick'] : [])])) : [];
};

const node = (args) => execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
