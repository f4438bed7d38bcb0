import { type JobQueue, type Outbox } from '#application/ports';

/** Jobs per relay: one transaction holds them until the queue has them. */
const BATCH = 200;

/**
 * Hands every waiting job to the queue; resolves to how many. A job may be handed over twice when a process dies in
 * between; under its `jobId` that is one job.
 */
export const relayOutbox = async (outbox: Outbox, queue: JobQueue): Promise<number> => {
  let total = 0;
  for (;;) {
    const relayed = await outbox.relay(BATCH, (jobs) => queue.enqueue(jobs));
    total += relayed;
    if (relayed < BATCH) return total;
  }
};
