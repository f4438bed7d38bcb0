import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openSessions, Quarantine } from '#adapters/recordings';
import { EventKind, type MarketSession } from '#domain/market-data';
import { bestByDiffs } from '../factories/recordings/best-by-diffs.js';

// Real recordings lie outside the project; this suite says so loudly when they do not.
const RECORDINGS = join(process.env.RECORDINGS ?? join(import.meta.dirname, '../../../shared/data'), 'binance');

const open = async (quarantine: Quarantine, ...files: string[]): Promise<readonly MarketSession[]> => {
  const paths = files.length === 0 ? [RECORDINGS] : files.map((file) => join(RECORDINGS, file));
  const opened = await openSessions(paths, quarantine);
  if (!opened.ok) throw opened.error;
  return opened.value;
};

const countMessages = async (session: MarketSession): Promise<object> => {
  const { LEVEL, BEST, TRADE, CLEAR } = EventKind;
  let [snapshots, diffs, quotes, trades, units, lastPrice] = [0, 0, 0, 0, 0, 0];
  for await (const batch of session.events()) {
    for (let row = 0; row < batch.length; row += 1) {
      // Of a message of several rows the last one has no flag that more follow.
      const isWhole = batch.flags[row] === 0;
      const kind = batch.kind[row];
      if (kind === CLEAR) snapshots += 1;
      else if (kind === LEVEL && isWhole) diffs += 1;
      else if (kind === BEST && isWhole) quotes += 1;
      else if (kind === TRADE) {
        trades += 1;
        units += batch.size[row]!;
        lastPrice = batch.price[row]! / session.priceUnitsPerCurrency;
      }
    }
  }
  return { snapshots, diffs, quotes, trades, volume: units / session.sizeUnitsPerUnit, lastPrice };
};

beforeAll(() => {
  if (!existsSync(RECORDINGS)) throw new Error(`no recordings at ${RECORDINGS}: set RECORDINGS to the folder above`);
});

describe('Binance', () => {
  it('the files of a midnight are one session, and every line of them is told or counted', async () => {
    const quarantine = new Quarantine();
    const played: unknown[] = [];
    for (const session of await open(quarantine)) {
      played.push([session.source.name, session.depth, session.tickUnits / 1e8, await countMessages(session)]);
    }
    // By Python's JSON parser from the same files.
    expect(played).toEqual([
      [
        'Binance BTCUSDT-PERP 2023-04-04',
        'LEVELS',
        0.1,
        { snapshots: 1, diffs: 16_110, quotes: 44_205, trades: 12_935, volume: 1189.086, lastPrice: 28_140.1 },
      ],
      [
        'Binance BTCUSDT 2023-04-05',
        'TOP',
        0.01,
        { snapshots: 0, diffs: 0, quotes: 8015, trades: 3144, volume: 103.85966, lastPrice: 28_151.22 },
      ],
      [
        'Binance BTCUSDT-PERP 2024-07-18',
        'LEVELS',
        0.1,
        { snapshots: 1, diffs: 9022, quotes: 52_260, trades: 10_701, volume: 1122.459, lastPrice: 63_865.4 },
      ],
      [
        'Binance ETHUSDT-PERP 2024-07-18',
        'LEVELS',
        0.01,
        { snapshots: 1, diffs: 8929, quotes: 47_328, trades: 13_655, volume: 10_845.688, lastPrice: 3418.56 },
      ],
    ]);
    expect([...quarantine.countsByReason()]).toEqual([]);
    expect(Object.fromEntries(quarantine.leftOutCounts())).toEqual({ MARK_PRICE: 514, DIFF_WITHOUT_SNAPSHOT: 3929 });
  });

  it.each([
    ['BTCUSDT 2023-04-04/05', ['usdm_btcusdt_20230404.dat.gz', 'usdm_btcusdt_20230405.dat.gz'], 16_110],
    ['BTCUSDT 2024-07-18/19', ['usdm_btcusdt_20240718.gz', 'usdm_btcusdt_20240719.gz'], 9017],
    ['ETHUSDT 2024-07-18/19', ['usdm_ethusdt_20240718.gz', 'usdm_ethusdt_20240719.gz'], 8924],
  ])(
    "%s: after each diff u the best prices by diffs alone are those of the last quote with u' <= u",
    async (_, files, diffs) => {
      const [session] = await open(new Quarantine(), ...files);
      expect(await bestByDiffs(session!)).toEqual({ diffs, gaps: 0, comparisons: diffs, mismatches: [] });
    },
  );

  it('each file plays alone; one that goes on from another has best prices only', async () => {
    const files = ['usdm_btcusdt_20230405.dat.gz', 'usdm_btcusdt_20240719.gz', 'usdm_ethusdt_20240718.gz'];
    const depths: unknown[] = [];
    for (const file of files) for (const session of await open(new Quarantine(), file)) depths.push(session.depth);
    expect(depths).toEqual(['TOP', 'TOP', 'LEVELS']);
  });
});
