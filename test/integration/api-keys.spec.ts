import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DEFAULT_QUOTING_POLICY } from '#domain/quoting';
import { Database, newApiKey, PrismaApiKeys, PrismaDeskSettings, provisionDesk } from '#adapters/prisma';
import { createTestDatabase, type TestDatabase } from '../factories/database.js';

jest.setTimeout(60_000);

describe('API keys and desk settings', () => {
  const traderKey = newApiKey('trader');
  const adminKey = newApiKey('admin');
  let test: TestDatabase;
  let api: Database;
  let nowMs: number;
  beforeAll(async () => {
    test = await createTestDatabase();
    const owner = new Database({ url: test.ownerUrl, poolSize: 1, applicationName: 'keys spec' });
    await provisionDesk(owner, { id: 'alpha', name: 'Alpha', keys: [{ role: 'trader', key: traderKey }] });
    await provisionDesk(owner, { id: 'beta', name: 'Beta', keys: [{ role: 'admin', key: adminKey }] });
    await owner.close();
    api = new Database({ url: test.apiUrl, poolSize: 2, applicationName: 'keys spec' });
  });
  afterAll(async () => {
    await api.close();
    await test.drop();
  });

  const open = (): PrismaApiKeys => {
    nowMs = 0;
    return new PrismaApiKeys(api, () => nowMs);
  };

  it('finds the holder of a key', async () => {
    const keys = open();
    expect(await keys.find(traderKey)).toMatchObject({ deskId: 'alpha', deskName: 'Alpha', role: 'trader' });
    expect(await keys.find(adminKey)).toMatchObject({ deskId: 'beta', deskName: 'Beta', role: 'admin' });
  });

  it.each([
    ['nothing', () => ''],
    ['an unknown key', () => newApiKey('trader')],
    ['the right prefix with another secret', () => `${traderKey.slice(0, -43)}${'A'.repeat(43)}`],
    ['a key with another role written on it', () => traderKey.replace('trader', 'admin')],
    ['a key with something behind', () => `${traderKey} `],
    ['a prefix alone', () => traderKey.slice(0, -44)],
  ])('finds nobody for %s', async (_, key) => {
    expect(await open().find(key())).toBeUndefined();
  });

  it('a revoked key works no longer than 30 seconds', async () => {
    const key = newApiKey('quant');
    const owner = new Database({ url: test.ownerUrl, poolSize: 1, applicationName: 'keys spec' });
    await provisionDesk(owner, { id: 'alpha', name: 'Alpha', keys: [{ role: 'quant', key }] });
    await owner.close();
    const keys = open();
    expect(await keys.find(key)).toMatchObject({ role: 'quant' });
    await test.asOwner(`UPDATE api_key SET revoked_at = now() WHERE role = 'quant'`, [], 'alpha');
    nowMs = 29_999;
    expect(await keys.find(key)).toMatchObject({ role: 'quant' });
    nowMs = 30_000;
    expect(await keys.find(key)).toBeUndefined();
    expect(await open().find(key)).toBeUndefined();
  });

  it('says before it asks the database for a key that it has not known, and then does not ask', async () => {
    const keys = open();
    const refuse = (): Promise<void> => Promise.reject(new Error('not now'));
    await expect(keys.find(adminKey, refuse)).rejects.toThrow('not now');
    await expect(keys.find(newApiKey('trader'), refuse)).rejects.toThrow('not now');
    expect(await keys.find('no key', refuse)).toBeUndefined();
    expect(await keys.find(adminKey)).toMatchObject({ role: 'admin' });
    nowMs = 60_000;
    expect(await keys.find(adminKey, refuse)).toMatchObject({ role: 'admin' });
  });

  it('asks once for a key that many present at the same time', async () => {
    const keys = open();
    let asked = 0;
    const count = (): Promise<void> => {
      asked += 1;
      return Promise.resolve();
    };
    const holders = await Promise.all(Array.from({ length: 1_000 }, () => keys.find(adminKey, count)));
    expect(new Set(holders)).toEqual(new Set([expect.objectContaining({ role: 'admin' })]));
    expect(asked).toBe(1);
  });

  it('reads what a desk decided about itself, and sees a change within 30 seconds', async () => {
    let at = 0;
    const settings = new PrismaDeskSettings(api, () => at);
    expect(await settings.find('beta')).toEqual({
      deskId: 'beta',
      name: 'Beta',
      riskAversion: 0.1,
      quoting: DEFAULT_QUOTING_POLICY,
    });
    await test.asOwner('UPDATE desk SET risk_aversion = 0.25 WHERE id = $1', ['beta'], 'beta');
    at = 30_000;
    expect(await settings.find('beta')).toMatchObject({ riskAversion: 0.25 });
    expect(await settings.find('gamma')).toBeUndefined();
  });
});
