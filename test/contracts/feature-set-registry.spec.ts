import { afterAll } from '@jest/globals';
import { MemoryFeatureSetRegistry } from '#adapters/memory';
import { Database, PrismaFeatureSetRegistry } from '#adapters/prisma';
import { createTestDatabase } from '../factories/database.js';
import { featureSetRegistryContract } from './feature-set-registry.contract.js';

const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

featureSetRegistryContract('MemoryFeatureSetRegistry', () => Promise.resolve(new MemoryFeatureSetRegistry()));

featureSetRegistryContract('PrismaFeatureSetRegistry', async () => {
  const test = await createTestDatabase();
  const database = new Database({ url: test.apiUrl, poolSize: 4, applicationName: 'registry spec' });
  closing.push(async () => {
    await database.close();
    await test.drop();
  });
  return new PrismaFeatureSetRegistry(database);
});
