import { MemoryLearnedModelsStore, MemoryOutbox, MemoryQuoteOutcomeStore } from '#adapters/memory';
import { Database, PrismaLearnedModelsStore, PrismaOutbox, PrismaQuoteOutcomeStore } from '#adapters/prisma';
import { createTestDatabase } from '../factories/database.js';
import { quoteOutcomeStoreContract } from './quote-outcome-store.contract.js';

quoteOutcomeStoreContract('memory', () => {
  const outbox = new MemoryOutbox();
  const both = { outcomes: new MemoryQuoteOutcomeStore(outbox), learned: new MemoryLearnedModelsStore() };
  return Promise.resolve({ api: both, worker: { ...both, outbox }, close: () => Promise.resolve() });
});

quoteOutcomeStoreContract('PostgreSQL', async () => {
  const test = await createTestDatabase();
  for (const desk of ['alpha', 'beta']) await test.addDesk(desk);
  const api = new Database({ url: test.apiUrl, poolSize: 4, applicationName: 'outcomes contract api' });
  const worker = new Database({ url: test.workerUrl, poolSize: 2, applicationName: 'outcomes contract worker' });
  const storesOf = (database: Database) => ({
    outcomes: new PrismaQuoteOutcomeStore(database),
    learned: new PrismaLearnedModelsStore(database),
  });
  return {
    api: storesOf(api),
    worker: { ...storesOf(worker), outbox: new PrismaOutbox(worker) },
    close: async () => {
      await Promise.all([api.close(), worker.close()]);
      await test.drop();
    },
  };
});
