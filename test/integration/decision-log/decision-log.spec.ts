import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DecisionLogOverloaded } from '#application/ports';
import { Database, PrismaDecisionLog } from '#adapters/prisma';
import { eventually } from '../../contracts/eventually.js';
import { createTestDatabase, type TestDatabase } from '../../factories/database.js';
import { decision } from '../../factories/records.js';
import { spawnTypescript } from '../../factories/typescript-process/index.js';

jest.setTimeout(60_000);

describe('decision log in PostgreSQL', () => {
  let test: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    test = await createTestDatabase();
    for (const desk of ['alpha', 'beta']) await test.addDesk(desk);
    database = new Database({ url: test.apiUrl, poolSize: 2, applicationName: 'decision log spec' });
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  it('refuses what exceeds the queue of a desk, stores the rest, and leaves other desks alone', async () => {
    const log = new PrismaDecisionLog(database, { waitingMax: 10, batchMax: 4, batchCharactersMax: 1_000_000 });
    const attempts = Array.from({ length: 30 }, () => decision());
    const other = decision({ deskId: 'beta' });
    const settled = await Promise.allSettled([...attempts, other].map((one) => log.append(one)));
    const refused = settled.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(20);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(DecisionLogOverloaded);
    for (const [i, { decisionId }] of attempts.entries()) {
      expect((await log.find('alpha', decisionId)) !== undefined).toBe(settled[i]?.status === 'fulfilled');
    }
    expect(await log.find('beta', other.decisionId)).toBeDefined();
    expect(await log.append(attempts.at(-1)!)).toEqual({ kind: 'APPENDED' });
  });

  it('two processes that use the same keys in opposite order agree on every one', async () => {
    const other = new Database({ url: test.apiUrl, poolSize: 2, applicationName: 'decision log spec, other' });
    const [one, two] = [new PrismaDecisionLog(database), new PrismaDecisionLog(other)];
    for (let round = 0; round < 10; round += 1) {
      const attempts = Array.from({ length: 60 }, (_, i) => decision({ idempotencyKey: `round ${round}, ${i}` }));
      const repeats = attempts.map(({ idempotencyKey }) => decision({ idempotencyKey })).reverse();
      const [forward, backward] = await Promise.all([
        Promise.all(attempts.map((attempt) => one.append(attempt))),
        Promise.all(repeats.map((repeat) => two.append(repeat))),
      ]);
      for (const [i, first] of forward.entries()) {
        expect([first.kind, backward.at(-1 - i)?.kind].sort()).toEqual(['APPENDED', 'EXISTS']);
      }
    }
    await other.close();
  });

  it('while its connections are cut again and again, what it acknowledges is there, and it goes on', async () => {
    const log = new PrismaDecisionLog(database);
    const acknowledged: string[] = [];
    const writing = { done: false };
    const write = async (): Promise<void> => {
      while (!writing.done) {
        const one = decision();
        const outcome = await log.append(one).catch((error: unknown) => error as Error);
        if (!(outcome instanceof Error)) acknowledged.push(one.decisionId);
      }
    };
    const writers = Array.from({ length: 8 }, write);
    for (let cut = 0; cut < 20; cut += 1) {
      const before = acknowledged.length;
      await eventually('it writes', () => acknowledged.length > before + 20);
      await test.asOwner(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE usename = 'footprint_api' AND datname = current_database()`);
    }
    writing.done = true;
    await Promise.all(writers);
    const rows = await test.asOwner<{ id: string }>('SELECT id FROM decision', [], 'alpha');
    const stored = new Set(rows.map(({ id }) => id));
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  });

  it('a writer killed at any moment has lost no acknowledged decision, and doubled none', async () => {
    const writer = spawnTypescript('test/integration/decision-log/append-worker.ts', { DATABASE_URL: test.apiUrl });
    const acknowledged = (): string[] => [...writer.output().matchAll(/^APPENDED (\S+)$/gm)].map((match) => match[1]!);
    await eventually('it writes', () => acknowledged().length > 500);
    writer.kill('SIGKILL');
    await writer.ended;
    const rows = await test.asOwner<{ id: string }>('SELECT id FROM decision', [], 'alpha');
    const stored = new Set(rows.map(({ id }) => id));
    expect(acknowledged().filter((id) => !stored.has(id))).toEqual([]);
    expect(stored.size).toBe(rows.length);
    expect(writer.output()).not.toContain('EXISTS');
  });

  it('is durable also where the server would rather not be', async () => {
    const name = new URL(test.ownerUrl).pathname.slice(1);
    await test.asOwner(`ALTER DATABASE ${name} SET synchronous_commit = off`);
    const fresh = new Database({ url: test.apiUrl, poolSize: 1, applicationName: 'durability spec' });
    const shown = await fresh.forNoDesk((t) => t.$queryRaw`SELECT current_setting('synchronous_commit') AS setting`);
    await fresh.close();
    expect(shown).toEqual([{ setting: 'on' }]);
  });
});
