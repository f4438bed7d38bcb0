import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DEFAULT_QUOTING_POLICY } from '#domain/quoting';
import { parseScoringSettings } from '#domain/scoring';
import { Database, newApiKey, PrismaDeskSettings, provisionDesk } from '#adapters/prisma';
import { createTestDatabase, type TestDatabase } from '../factories/database.js';

jest.setTimeout(60_000);

describe('what a desk has settled', () => {
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
    await decide({});
  });

  it('of its own quotes is as usual until it decides, then as it says, and never guessed', async () => {
    const settle = (policy: unknown): Promise<unknown> =>
      test.asOwner('UPDATE desk SET quoting_policy = $2 WHERE id = $1', ['alpha', JSON.stringify(policy)], 'alpha');
    expect((await read())?.quoting).toEqual(DEFAULT_QUOTING_POLICY);
    await settle({ blocksMax: 5, limitsByClient: { FUND: { notionalMax: 7 } } });
    expect((await read())?.quoting).toEqual({
      ...DEFAULT_QUOTING_POLICY,
      blocksMax: 5,
      limitsByClient: { FUND: { ...DEFAULT_QUOTING_POLICY.clientLimits, notionalMax: 7 } },
    });
    await settle({ blockMax: 5 });
    await expect(read()).rejects.toThrow('quotingPolicy.blockMax is 5; allowed: no such field');
    await expect(settle([1])).rejects.toThrow('desk_quoting_policy_is_object');
  });
});
