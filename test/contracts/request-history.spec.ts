import { MemoryQuoteRequestStore, MemoryRequestHistory } from '#adapters/memory';
import { Database, PrismaQuoteRequestStore, PrismaRequestHistory } from '#adapters/prisma';
import { createTestDatabase } from '../factories/database.js';
import { requestHistoryContract } from './request-history.contract.js';

requestHistoryContract('memory', () => {
  const requests = new MemoryQuoteRequestStore();
  return Promise.resolve({
    requests,
    history: new MemoryRequestHistory(requests),
    close: () => Promise.resolve(),
  });
});

requestHistoryContract('PostgreSQL', async () => {
  const test = await createTestDatabase();
  for (const desk of ['alpha', 'beta', 'gamma', 'delta']) await test.addDesk(desk);
  const database = new Database({ url: test.apiUrl, poolSize: 4, applicationName: 'request history contract' });
  return {
    requests: new PrismaQuoteRequestStore(database),
    history: new PrismaRequestHistory(database),
    close: async () => {
      await database.close();
      await test.drop();
    },
  };
});
