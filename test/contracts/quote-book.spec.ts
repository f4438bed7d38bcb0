import { MemoryQuoteBook } from '#adapters/memory';
import { Database, PrismaQuoteBook } from '#adapters/prisma';
import { createTestDatabase } from '../factories/database.js';
import { quoteBookContract } from './quote-book.contract.js';

let desks = 0;

quoteBookContract('memory', () => {
  const book = new MemoryQuoteBook();
  return Promise.resolve({
    book,
    again: book,
    newDesk: () => Promise.resolve(`desk-${(desks += 1)}`),
    close: () => Promise.resolve(),
  });
});

quoteBookContract('PostgreSQL', async () => {
  const test = await createTestDatabase();
  const [one, other] = ['one process', 'another'].map(
    (applicationName) => new Database({ url: test.apiUrl, poolSize: 2, applicationName, connectionWaitMs: 60_000 }),
  ) as [Database, Database];
  return {
    book: new PrismaQuoteBook(one),
    again: new PrismaQuoteBook(other),
    newDesk: async () => {
      const desk = `desk-${(desks += 1)}`;
      await test.addDesk(desk);
      return desk;
    },
    close: async () => {
      await Promise.all([one.close(), other.close()]);
      await test.drop();
    },
  };
});
