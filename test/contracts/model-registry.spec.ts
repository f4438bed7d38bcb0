import { afterAll } from '@jest/globals';
import { MemoryModelRegistry } from '#adapters/memory';
import { Database, PrismaModelRegistry } from '#adapters/prisma';
import { createTestDatabase } from '../factories/database.js';
import { modelRegistryContract } from './model-registry.contract.js';

const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

modelRegistryContract('MemoryModelRegistry', () => Promise.resolve(new MemoryModelRegistry()));

modelRegistryContract('PrismaModelRegistry', async () => {
  const test = await createTestDatabase();
  const database = new Database({ url: test.apiUrl, poolSize: 4, applicationName: 'registry spec' });
  closing.push(async () => {
    await database.close();
    await test.drop();
  });
  return new PrismaModelRegistry(database);
});
