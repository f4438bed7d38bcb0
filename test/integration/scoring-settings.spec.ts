import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parseScoringSettings } from '#domain/scoring';
import { Database, newApiKey, PrismaDeskSettings, provisionDesk } from '#adapters/prisma';
import { createTestDatabase, type TestDatabase } from '../factories/database.js';

jest.setTimeout(60_000);

describe('how a desk has its quotes scored', () => {
  let test: TestDatabase;
  let api: Database;
  beforeAll(async () => {
    test = await createTestDatabase();
    const owner = new Database({ url: test.ownerUrl, poolSize: 1, applicationName: 'scoring spec' });
    await provisionDesk(owner, { id: 'alpha', name: 'Alpha', keys: [{ role: 'trader', key: newApiKey('trader') }] });
    await owner.close();
    api = new Database({ url: test.apiUrl, poolSize: 1, applicationName: 'scoring spec' });
  });
  afterAll(async () => {
    await api.close();
    await test.drop();
  });

  const decide = (scoring: unknown): Promise<unknown> =>
    test.asOwner('UPDATE desk SET scoring = $2 WHERE id = $1', ['alpha', JSON.stringify(scoring)], 'alpha');
  const read = () => new PrismaDeskSettings(api).find('alpha');

  it('is as usual until it decides, and then as it says', async () => {
    expect(await read()).not.toHaveProperty('scoring');
    const stated = { feesBps: 0.1, counterparties: { NORTH: { settlementBps: 0.4 } }, passCostBps: 30 };
    await decide(stated);
    const parsed = parseScoringSettings(stated);
    expect((await read())?.scoring).toEqual(parsed.ok && parsed.value);
  });

  it('is not guessed where what is kept cannot be meant', async () => {
    await decide({ feesBps: 'high' });
    await expect(read()).rejects.toThrow('scoring.feesBps is "high"; allowed: a number from -1000 to 1000');
    await expect(decide([1])).rejects.toThrow('desk_scoring_is_object');
  });
});
