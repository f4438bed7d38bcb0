import { postgresQueueServer } from '#adapters/bullmq';
import { createTestDatabase } from '../factories/database.js';
import { jobQueueContract } from './job-queue.contract.js';

jobQueueContract('PostgreSQL', async () => {
  const database = await createTestDatabase();
  return { server: await postgresQueueServer(database.workerUrl), close: () => database.drop() };
});
