import { MemoryDecisionLog, MemoryDeskEvents, MemoryOutbox, MemoryPlanFillStore } from '#adapters/memory';
import { Database, PrismaDecisionLog, PrismaDeskEvents, PrismaPlanFillStore } from '#adapters/prisma';
import { createTestDatabase } from '../factories/database.js';
import { planFillStoreContract } from './plan-fill-store.contract.js';

planFillStoreContract('memory', () => {
  const events = new MemoryDeskEvents();
  return Promise.resolve({
    fills: new MemoryPlanFillStore(events),
    decisions: new MemoryDecisionLog(events, new MemoryOutbox()),
    events,
    close: () => Promise.resolve(),
  });
});

planFillStoreContract('PostgreSQL', async () => {
  const test = await createTestDatabase();
  for (const desk of ['alpha', 'beta']) await test.addDesk(desk);
  const database = new Database({ url: test.apiUrl, poolSize: 4, applicationName: 'fills contract' });
  const failures: unknown[] = [];
  const events = new PrismaDeskEvents({
    database,
    url: test.apiUrl,
    applicationName: 'fills contract events',
    onError: (error) => failures.push(error),
  });
  await events.start();
  return {
    fills: new PrismaPlanFillStore(database),
    decisions: new PrismaDecisionLog(database),
    events,
    close: async () => {
      await events.close();
      await database.close();
      await test.drop();
      if (failures.length > 0) throw new AggregateError(failures, 'listening failed');
    },
  };
});
