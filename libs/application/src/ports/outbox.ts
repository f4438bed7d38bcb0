import { type Job } from '#application/jobs';

/** Jobs written together with the row they follow from, waiting to be handed to the queue. */
export interface Outbox {
  /**
   * Hands up to `limit` waiting jobs of all desks to `deliver` and removes them once it resolves; when it rejects, or
   * the process dies, they stay. Concurrent relays take different jobs. Returns how many were relayed.
   */
  relay(limit: number, deliver: (jobs: readonly Job[]) => Promise<void>): Promise<number>;
}
