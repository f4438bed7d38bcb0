import { body } from '../market.mjs';
import { figure } from '../figures.mjs';
import { startServer } from '../server-rounds.mjs';
import { quantile } from '../statistics.mjs';

const GOAL = 2;

let sent = 0;
const bodies = (count) => Array.from({ length: count }, () => body(`bulk-bench-${process.pid}-${(sent += 1)}`));

/** `evaluateQuotes` with its durable record, one request at a time: p90 while a worker is busy with bulk work over p90 while it rests. */
export const interactiveFigures = async ({ place, quick, progress }) => {
  const rounds = quick ? 3 : 9;
  const requests = quick ? 60 : 300;
  const warmUpRequests = 2 * requests;
  // More bulk work than lasts while the requests of one round are answered.
  const batches = quick ? 40 : 120;
  const worker = await place.startWorker();
  const server = await startServer('durable', { BENCH_DATABASE_URL: place.apiUrl });
  const p90 = async () => quantile(await server.client.time(bodies(requests)), 0.9);
  const alone = [];
  const beside = [];
  try {
    progress('interactive: warming up');
    await server.client.time(bodies(warmUpRequests));
    for (let round = 0; round < rounds; round += 1) {
      progress(`interactive: round ${round + 1} of ${rounds}`);
      alone.push(await p90());
      const ids = await place.store(batches);
      await place.queue(ids);
      await place.until(ids, 'answered > 0', 1);
      beside.push(await p90());
      if ((await place.cancel(ids)) === 0)
        throw new Error('the bulk work ended before the requests that it was to disturb');
      await place.until(ids, `status NOT IN ('QUEUED', 'RUNNING')`);
    }
  } finally {
    server.client.close();
    server.stop();
    await worker.stop();
  }
  const ratios = beside.map((ms, i) => ms / alone[i]);
  return [
    figure('workers.interactive.p90Ratio', 'ratio', ratios, { goal: GOAL, better: 'lower' }),
    figure('workers.interactive.alone.p90Ms', 'ms', alone, { better: 'lower' }),
    figure('workers.interactive.besideBulk.p90Ms', 'ms', beside, { better: 'lower' }),
  ];
};
