import { type Job } from '#application/jobs';
import { type Transaction } from './database.js';

/** Leaves jobs in the outbox, in the transaction of the row that they follow from. */
export const leaveJobs = async (
  { outboxRow }: Transaction,
  deskId: string,
  followedBy: readonly Job[],
): Promise<void> => {
  await outboxRow.createMany({
    data: followedBy.map(({ name, payload }) => ({ deskId, topic: name, payload: JSON.stringify(payload) })),
  });
};
