import { openBare } from '../impact/bare.mjs';
import { figure } from '../figures.mjs';
import { ORDERS } from './worker-site.mjs';

const BARE_ROWS = 1_024;
const BARE_MS = 500;
const GOAL = 0.5;

/**
 * Rows per second from the moment at which batches are queued until their answers are all in the database, through one worker,
 * beside bare ONNX Runtime on the same model in batches of 1,024. The bare runs stand before and behind each round.
 */
export const queuedFigures = async ({ place, kind, quick, progress }) => {
  const rounds = quick ? 2 : 9;
  const batches = quick ? 12 : 32;
  const bareRun = (await openBare(place.models, place.manifest))(BARE_ROWS);
  const worker = await place.startWorker();
  const bare = [];
  const queued = [];
  for (let round = -1; round < rounds; round += 1) {
    progress(`queued, ${kind}: round ${round + 1} of ${rounds}`);
    const before = await bareRowsPerSecond(bareRun);
    const ids = await place.store(batches);
    const start = performance.now();
    await place.queue(ids);
    await place.until(ids, `status = 'DONE'`);
    const seconds = (performance.now() - start) / 1000;
    const after = await bareRowsPerSecond(bareRun);
    if (round < 0) continue; // code is compiled by calls
    queued.push((batches * ORDERS) / seconds);
    bare.push((before + after) / 2);
  }
  await worker.stop();
  const ratios = queued.map((speed, i) => speed / bare[i]);
  const goal = kind === 'trees' ? GOAL : null; // a small network outruns any database
  return [
    figure(`workers.queued.${kind}.ratio`, 'ratio', ratios, { goal, better: 'higher' }),
    figure(`workers.queued.${kind}.perSecond`, 'rows/s', queued, { better: 'higher' }),
    figure(`workers.bare.${kind}.perSecond`, 'rows/s', bare, { better: 'higher' }),
  ];
};

const bareRowsPerSecond = async (run) => {
  const start = performance.now();
  let runs = 0;
  for (; performance.now() - start < BARE_MS; runs += 1) await run();
  return (1000 * runs * BARE_ROWS) / (performance.now() - start);
};
