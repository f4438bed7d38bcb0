import { figure } from '../figures.mjs';

/** Jobs that a worker has in hand. */
const IN_HAND = 4;
/** As in libs/adapters/src/bullmq/job-workers.ts. */
const LOCK_MS = 2_000;
const GOAL_LOCKS = 3;

/** From the SIGKILL of a worker until another one has answered something of every job that it had in hand, in lock periods. */
export const retakenFigures = async ({ place, quick, progress }) => {
  const rounds = quick ? 1 : 7;
  const lockPeriods = [];
  for (let round = 0; round < rounds; round += 1) {
    progress(`retaken: round ${round + 1} of ${rounds}`);
    const held = await place.startHeldWorker();
    const ids = await place.store(IN_HAND, 128);
    await place.queue(ids);
    await place.until(ids, `status = 'RUNNING'`);
    const other = await place.startWorker();
    await held.stop('SIGKILL');
    const start = performance.now();
    await place.until(ids, 'answered > 0');
    lockPeriods.push((performance.now() - start) / LOCK_MS);
    await other.stop();
  }
  return [figure('workers.retaken', 'locks', lockPeriods, { goal: GOAL_LOCKS, better: 'lower' })];
};
