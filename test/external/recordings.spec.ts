import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openSessions, Quarantine, verifyLobsterBook } from '#adapters/recordings';
import { MarketTracker, type MarketSession } from '#domain/market-data';

// Real recordings lie outside the project; this suite says so loudly when they do not.
const RECORDINGS = process.env.RECORDINGS ?? join(import.meta.dirname, '../../../shared/data');

const open = async (quarantine: Quarantine, ...paths: string[]): Promise<readonly MarketSession[]> => {
  const opened = await openSessions(
    paths.map((path) => join(RECORDINGS, path)),
    quarantine,
  );
  if (!opened.ok) throw opened.error;
  return opened.value;
};

const play = async (session: MarketSession): Promise<MarketTracker> => {
  const tracker = new MarketTracker(session);
  for await (const batch of session.events()) tracker.applyAll(batch);
  return tracker;
};

beforeAll(() => {
  if (!existsSync(RECORDINGS)) throw new Error(`no recordings at ${RECORDINGS}: set RECORDINGS to their folder`);
});

describe('LOBSTER', () => {
  it.each([
    ['AMZN, five levels', 'lobster/LOBSTER_SampleFile_AMZN_2012-06-21_5.zip', 155_935],
    ['AAPL, one level', 'lobster/LOBSTER_SampleFile_AAPL_2012-06-21_1.zip', 118_497],
  ])('%s: the book by messages equals the order-book file on every row', async (_, path, rows) => {
    expect(await verifyLobsterBook(join(RECORDINGS, path))).toEqual({ rows, mismatchedRows: 0 });
  });

  // Volumes: the sum over message types 4 and 5, by awk.
  it.each([
    ['AMZN', '_5', 810_755, 220.51],
    ['AAPL', '_1', 2_850_140, 577.635],
  ])('%s: volume and last price of the day, no row set aside', async (symbol, levels, volume, lastTradePrice) => {
    const quarantine = new Quarantine();
    const [session] = await open(quarantine, `lobster/LOBSTER_SampleFile_${symbol}_2012-06-21${levels}.zip`);
    const last = (await play(session!)).snapshot();
    expect(last).toMatchObject({ status: 'OPEN', tradedVolume: volume, lastTradePrice });
    expect(last.exchangeTime).toMatch(/^2012-06-21T19:59:59/);
    expect(last.terms).toMatchObject({ instrumentId: symbol, tickSize: 0.01 });
    expect([...quarantine.countsByReason()]).toEqual([]);
  });
});

describe('LEAN', () => {
  // Computed independently from the same files: awk for volume and daily inputs, Python for the spread in regular hours.
  it('BAC 2013-10-07: volume, average spread and daily inputs', async () => {
    const [session] = await open(new Quarantine(), 'lean/bac_20131007_trade.zip');
    const last = (await play(session!)).snapshot();
    expect(last.tradedVolume).toBe(64_411_712);
    expect(last.averageSpreadBps).toBeCloseTo(7.207862725711, 9);
    expect(last.terms.averageDailyVolume).toBeCloseTo(79_271_061.3, 4);
    expect(last.terms.dailyVolatility).toBeCloseTo(0.009171158314, 10);
    expect(last.terms.estimated).toEqual(['sharesOutstanding']);
  });

  it('every day of the folder plays to its end; the one suspicious quote is counted', async () => {
    const quarantine = new Quarantine();
    const sessions = await open(quarantine, 'lean');
    expect(sessions.map(({ instrumentId }) => instrumentId).join(' ')).toBe(
      'AIG BAC SPY AIG BAC SPY AIG BAC SPY AIG BAC',
    );
    for (const session of sessions) {
      const last = (await play(session)).snapshot();
      expect([last.bids.length, last.asks.length, last.status]).toEqual([1, 1, 'CLOSED']);
    }
    expect([...quarantine.countsByReason()]).toEqual([['SUSPICIOUS', 1]]);
  });

  it('a day of 1.4 million quotes never sits in memory', async () => {
    const [session] = await open(new Quarantine(), 'lean/aig_20131010_quote.zip');
    const used = (): number => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
    const before = used();
    let most = 0;
    let batches = 0;
    const tracker = new MarketTracker(session!);
    for await (const batch of session!.events()) {
      tracker.applyAll(batch);
      batches += 1;
      if (batches % 10 === 0) most = Math.max(most, used() - before);
    }
    expect(batches).toBeGreaterThan(300);
    expect(most).toBeLessThan(64e6);
  });
});
