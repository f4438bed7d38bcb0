import { MemoryQuoteRequestStore } from '#adapters/memory';
import { Database, PrismaQuoteRequestStore } from '#adapters/prisma';
import { createTestDatabase } from '../factories/database.js';
import { quoteRequestStoreContract } from './quote-request-store.contract.js';

quoteRequestStoreContract('memory', () =>
  Promise.resolve({ store: new MemoryQuoteRequestStore(), close: () => Promise.resolve() }),
);

quoteRequestStoreContract('PostgreSQL', async () => {
  const test = await createTestDatabase();
  for (const desk of ['alpha', 'beta', 'gamma']) await test.addDesk(desk);
  const database = new Database({ url: test.apiUrl, poolSize: 4, applicationName: 'quote request contract' });
  return {
    store: new PrismaQuoteRequestStore(database),
    close: async () => {
      await database.close();
      await test.drop();
    },
  };
});
