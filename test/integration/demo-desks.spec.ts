import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ROLES } from '#application/ports';
import { Database, PrismaApiKeys } from '#adapters/prisma';
import { createTestDatabase, type TestDatabase } from '../factories/database.js';
import { spawnTypescript } from '../factories/typescript-process/index.js';

jest.setTimeout(60_000);

interface Printed {
  readonly keys: readonly { readonly role: string; readonly desk: string; readonly key: string }[];
}

describe('demo desks', () => {
  let folder: string;
  let keysFile: string;
  let test: TestDatabase;
  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'demo-desks-'));
    keysFile = path.join(folder, 'deep', 'keys.json');
    test = await createTestDatabase();
  });
  afterEach(async () => {
    await test.drop();
    rmSync(folder, { recursive: true });
  });

  const run = async (ownerUrl: string): Promise<{ code: number | undefined; output: string }> => {
    const child = spawnTypescript('apps/local/src/demo-desks.ts', {
      DATABASE_URL: ownerUrl,
      DEMO_KEYS_FILE: keysFile,
    });
    return { code: await child.ended, output: child.output() };
  };

  const keysOf = async (ownerUrl: string): Promise<Printed['keys']> =>
    (JSON.parse((await run(ownerUrl)).output) as Printed).keys;

  it('gives every role of the first desk a key that works, the same on every start and database', async () => {
    const keys = await keysOf(test.ownerUrl);
    expect(keys.filter(({ desk }) => desk === 'demo').map(({ role }) => role)).toEqual(ROLES);
    expect(new Set(keys.map(({ desk }) => desk)).size).toBe(2);
    expect(await keysOf(test.ownerUrl)).toEqual(keys);
    const fresh = await createTestDatabase();
    expect(await keysOf(fresh.ownerUrl)).toEqual(keys);
    await fresh.drop();

    const api = new Database({ url: test.apiUrl, poolSize: 1, applicationName: 'demo desks spec' });
    const apiKeys = new PrismaApiKeys(api);
    for (const { role, desk, key } of keys) expect(await apiKeys.find(key)).toMatchObject({ role, deskId: desk });
    await api.close();
  });

  it('keeps the keys where only their owner reads them, and never in the database', async () => {
    const [first] = await keysOf(test.ownerUrl);
    expect(statSync(keysFile).mode & 0o777).toBe(0o600);
    expect(readFileSync(keysFile, 'utf8')).toContain(first?.key);
    const rows = await test.asOwner('SELECT k::text AS row FROM api_key k', [], 'demo');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(first?.key.slice(-43));
  });

  it.each(['{', '{"keys":"none"}', '{"keys":[{"key":"fp_x"}]}'])(
    'says in one line that the file %j is damaged',
    async (text) => {
      await run(test.ownerUrl);
      writeFileSync(keysFile, text);
      const { code, output } = await run(test.ownerUrl);
      expect(code).toBe(2);
      expect(output).toBe(`demo desks: ${keysFile} holds no demo keys; remove it, and new keys are made\n`);
    },
  );
});
