import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type MarketSession } from '#domain/market-data';
import { archiveSession, MARKET_ARCHIVE } from '#adapters/parquet';
import { openSessions, Quarantine } from '#adapters/recordings';
import { eventHashes } from '../factories/event-batches.js';
import { temporaryFolder } from '../factories/recordings/index.js';

// Real recordings lie outside the project; this suite says so loudly when they do not.
const RECORDINGS = process.env.RECORDINGS ?? join(import.meta.dirname, '../../../shared/data');
const archive = temporaryFolder();

const open = async (path: string): Promise<readonly MarketSession[]> => {
  const opened = await openSessions([path], new Quarantine(), [MARKET_ARCHIVE]);
  if (!opened.ok) throw opened.error;
  return opened.value;
};

beforeAll(() => {
  if (!existsSync(RECORDINGS)) throw new Error(`no recordings at ${RECORDINGS}: set RECORDINGS to their folder`);
});

describe('a recording in the archive', () => {
  it.each([
    ['lobster', 'lobster/LOBSTER_SampleFile_AMZN_2012-06-21_5.zip', ['2012-06-21']],
    // The evening's last quotes are of 20:00 in New York: midnight, UTC.
    ['lean', 'lean/bac_20131007_trade.zip', ['2013-10-07', '2013-10-08']],
  ])('%s: has the same events, bit by bit, in a quarter of their size in memory', async (venue, path, days) => {
    const [recorded] = await open(join(RECORDINGS, path));
    const { paths, events } = await archiveSession(archive, venue, recorded!);
    expect([...new Set(paths.map((file) => /day=([0-9-]+)/.exec(file)?.[1]))]).toEqual(days);
    const [archived] = await open(join(archive, `venue=${venue}`));
    expect({ ...archived, events: null }).toEqual({ ...recorded, events: null, files: paths });
    expect(await eventHashes(archived!.events())).toEqual(await eventHashes(recorded!.events()));
    const bytes = paths.reduce((sum, file) => sum + statSync(file).size, 0);
    expect(bytes / events).toBeLessThan(76 / 4);
  });
});
