import { postgresQueueServer, type QueueServer } from '#adapters/bullmq';
import { createTestDatabase } from '../factories/database.js';
import { jobPriorityContract, jobQueueContract } from './job-queue.contract.js';

const open = async (): Promise<{ server: QueueServer; close: () => Promise<void> }> => {
  const database = await createTestDatabase();
  return { server: await postgresQueueServer(database.workerUrl), close: () => database.drop() };
};

jobQueueContract('PostgreSQL', open);
jobPriorityContract('PostgreSQL', open);
