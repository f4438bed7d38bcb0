import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, PrismaQuoteRequestStore } from '#adapters/prisma';
import { createTestDatabase, type TestDatabase } from '../factories/database.js';
import { followAuctions, openLive } from '../factories/rfq-live.js';

const AUCTIONS = 2_000;

describe(`${AUCTIONS} auctions of ten dealers at once, on PostgreSQL`, () => {
  let test: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    test = await createTestDatabase();
    await test.addDesk('alpha');
    database = new Database({ url: test.apiUrl, poolSize: 10, applicationName: 'followed auctions' });
  });
  afterAll(async () => {
    await database.close();
    await test.drop();
  });

  it('every subscriber, fast or slow, sees versions in order and how it ended, and all of it is kept', async () => {
    const store = new PrismaQuoteRequestStore(database);
    const seen = await followAuctions(openLive(store), AUCTIONS);
    expect(seen).toHaveLength(AUCTIONS);
    // One opening, ten quotes, a lift, a fill.
    expect(seen.filter(({ last }) => last.version !== 13 || last.state.filledLots !== 1_000)).toEqual([]);
    expect(seen.filter(({ versions }) => versions.some((version, i) => i > 0 && version < versions[i - 1]!))).toEqual(
      [],
    );
    const looks = seen.reduce((total, { versions }) => total + versions.length, 0);
    expect(looks).toBeGreaterThanOrEqual(AUCTIONS);
    const kept = await test.asOwner<{ changes: string; traded: string }>(
      `SELECT (SELECT count(*) FROM quote_request_change) AS changes,
              (SELECT count(*) FROM quote_request WHERE status = 'TRADED' AND version = 13) AS traded`,
      [],
      'alpha',
    );
    expect(kept).toEqual([{ changes: String(13 * AUCTIONS), traded: String(AUCTIONS) }]);
  });
});
