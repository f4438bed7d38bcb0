import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '#adapters/prisma';
import { StoreOverloaded } from '#application/ports';
import { createTestDatabase, type TestDatabase } from '../factories/database.js';

describe('a database whose connections are all in use', () => {
  let server: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    server = await createTestDatabase();
    database = new Database({ url: server.apiUrl, poolSize: 1, applicationName: 'overload', connectionWaitMs: 1000 });
  });
  afterAll(async () => {
    await database.close();
    await server.drop();
  });

  it('says so, to transactions and to statements, and serves again', async () => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let hold = (): void => undefined;
    const held = new Promise<void>((resolve) => (hold = resolve));
    const holding = database.forDesk('alpha', async (transaction) => {
      await transaction.$queryRaw`SELECT 1`;
      hold();
      await released;
    });
    await held;
    await expect(database.forDesk('alpha', ({ decision }) => decision.findMany())).rejects.toThrow(StoreOverloaded);
    await expect(database.statementForDesk('alpha', { text: 'SELECT 1' })).rejects.toThrow(StoreOverloaded);
    await expect(database.ping()).rejects.toThrow(StoreOverloaded);
    release();
    await holding;
    expect(await database.statementForDesk('alpha', { text: 'SELECT 1 AS one' })).toEqual([{ one: 1 }]);
    await expect(database.ping()).resolves.toBeUndefined();
  });
});
