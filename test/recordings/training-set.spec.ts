import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { writeParquet } from '#adapters/parquet';
import { FILL_COLUMNS, ORDER_COLUMNS, REFUSAL_REASONS } from '#domain/training';
import { temporaryFolder, writeLean, writeMorningAndAfternoon } from '../factories/recordings/index.js';
import { readCard, readRows, runExport, type Row, type Value } from '../factories/training-set.js';

const dir = temporaryFolder();
const recording = join(dir, 'lean');
const small = join(recording, 'bbb_20131007_trade.zip');
const out = (name: string): string => join(dir, name);
const NOON_MS = 43_200_000;
// Midnight in New York on 2013-10-07, in nanoseconds since 1970.
const MIDNIGHT_NS = 1_381_118_400n * 1_000_000_000n;

beforeAll(() => {
  mkdirSync(recording);
  writeLean({ seed: 1, dir: recording, symbol: 'aaa', moments: 8_000, daily: true });
  writeLean({ seed: 2, dir: recording, symbol: 'bbb', moments: 1_000 });
});

const isLabel = (name: string): boolean => name.endsWith('Bps') && !/^[fx]_/.test(name);

describe('a training set from a recording', () => {
  let rows: readonly Row[] = [];

  beforeAll(async () => {
    const run = await runExport('--session', recording, '--out', out('set'), '--seed', '7', '--json');
    expect(run.status).toBe(0);
    rows = await readRows(out('set'));
  });

  it('has metaorders of every mapping and windows of every length, each id once', () => {
    const configs = new Set(rows.map(({ def, config }) => `${String(def)} ${String(config)}`));
    expect([...configs].sort()).toEqual(['M H20', 'M H80', 'M P50', 'W T120', 'W T30', 'W T300', 'W T900']);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  it('the card adds up and describes every column', () => {
    const card = readCard(out('set'));
    expect(card).toMatchObject({ rows: rows.length, seed: 7, days: { first: '2013-10-07', last: '2013-10-07' } });
    expect(card.columns.map(({ name }) => name)).toEqual(Object.keys(rows[0]!));
    expect(card.columns.filter(({ role }) => role === 'LABEL').map(({ name }) => name)).toEqual(
      Object.keys(rows[0]!).filter(isLabel),
    );
    for (const { name, meaning } of card.columns) expect(`${name}: ${meaning}`).toMatch(/: .+/);
    const counted = Object.values(card.rowsByConfig).reduce((sum, count) => sum + count, 0);
    expect(counted).toBe(rows.length);
    // Every window of the day is a row or is dropped with a reason: 6.5 hours less 5 minutes, both instruments.
    const windows = [30, 120, 300, 900].reduce((sum, seconds) => sum + Math.floor((23_100 - seconds) / 30) + 1, 0);
    const ofWindows = (counts: Readonly<Record<string, number>>): number =>
      Object.entries(counts).reduce((sum, [key, count]) => sum + (key.startsWith('W ') ? count : 0), 0);
    expect(ofWindows(card.rowsByConfig) + ofWindows(card.dropped)).toBe(2 * windows);
    expect(card.quarantined.SUSPICIOUS).toBeGreaterThan(0);
    expect(card.parts.map(({ sourceFiles }) => sourceFiles.map(({ name }) => name))).toEqual([
      ['aaa_20131007_trade.zip', 'aaa_20131007_quote.zip', 'aaa_daily.zip'],
      ['bbb_20131007_trade.zip', 'bbb_20131007_quote.zip'],
    ]);
    expect(readFileSync(join(out('set'), 'card.md'), 'utf8')).toContain(card.sha256);
  });

  it('docs/training-sets.md describes every column and every reason for a refusal', () => {
    const text = readFileSync(join(import.meta.dirname, '../../docs/training-sets.md'), 'utf8');
    const named = new Set([...text.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name));
    const columns = [...Object.keys(rows[0]!).filter((name) => !/^[fx]_/.test(name))];
    const handedIn = [...ORDER_COLUMNS, ...FILL_COLUMNS].map(({ name }) => name);
    expect([...columns, ...handedIn, ...REFUSAL_REASONS].filter((name) => !named.has(name))).toEqual([]);
  });

  it('arrives at its mid and pays what it says', () => {
    const wrong = rows.filter((row) => {
      const sign = row.side === 'BUY' ? 1 : -1;
      const [fill, mid] = [Number(row.fillVwap), Number(row.arrivalMid)];
      const paidBps = (sign * (fill - mid) * 10_000) / mid;
      return (
        !(Math.abs(Number(row.slippageBps) - paidBps) < 1e-6) ||
        row.f_sideSign !== sign ||
        row.identification !== 'PUBLIC_TAPE'
      );
    });
    expect(wrong).toEqual([]);
  });

  it('is the same, byte by byte, a second time; another seed deals other metaorders and keeps the windows', async () => {
    for (const [name, seed] of [
      ['one', '7'],
      ['same', '7'],
      ['other', '8'],
    ] as const) {
      await runExport('--session', small, '--out', out(name), '--seed', seed);
    }
    const files = [...readdirSync(join(out('one'), 'rows')).map((name) => join('rows', name)), 'card.json', 'card.md'];
    expect(files).toHaveLength(3);
    for (const file of files) {
      expect(readFileSync(join(out('same'), file)).equals(readFileSync(join(out('one'), file)))).toBe(true);
    }
    const [one, other] = [await readRows(out('one')), await readRows(out('other'))];
    const of = (all: readonly Row[], definition: string): readonly Row[] => all.filter(({ def }) => def === definition);
    expect(of(other, 'W')).toEqual(of(one, 'W'));
    expect(of(other, 'M')).not.toEqual(of(one, 'M'));
    expect(readCard(out('other')).sha256).not.toBe(readCard(out('one')).sha256);
  });

  it('signals enter from the moment at which they were known, and rows that are none are told', async () => {
    const knownAt = new Date(Number((MIDNIGHT_NS + BigInt(NOON_MS) * 1_000_000n) / 1_000_000n)).toISOString();
    const signals = join(dir, 'signals.csv');
    const header = 'name,scope,known_at,event_time,value,source,version';
    writeFileSync(
      signals,
      [header, `implied-volatility,instrument:BBB,${knownAt},,0.25,TEST,1`, 'sentiment,nobody,now,,0,TEST,1'].join(
        '\n',
      ),
    );
    const run = await runExport('--session', small, '--out', out('signals'), '--signals', signals);
    expect(run.said.some((line) => line.startsWith('--signals, line 3: '))).toBe(true);
    const noonNs = MIDNIGHT_NS + BigInt(NOON_MS) * 1_000_000n;
    for (const { startNs, f_impliedVolatility: value } of await readRows(out('signals'))) {
      expect(value).toBe((startNs as bigint) >= noonNs ? 0.25 : NaN);
    }
    const missing = await runExport('--session', small, '--out', out('none'), '--signals', join(dir, 'none.csv'));
    expect([missing.status, missing.said.join(' ')]).toEqual([1, expect.stringContaining('none.csv: no such file')]);
  });

  it('nothing that happens at or after an arrival changes its features', async () => {
    // The same morning twice, with two different afternoons.
    for (const afternoon of [1, 2]) {
      mkdirSync(join(dir, `afternoon${afternoon}`));
      writeMorningAndAfternoon({ dir: join(dir, `afternoon${afternoon}`), afternoon });
      await runExport('--session', join(dir, `afternoon${afternoon}`), '--out', out(`look${afternoon}`));
    }
    const [one, two] = [await readRows(out('look1')), await readRows(out('look2'))];
    const key = ({ config, startNs, endNs }: Row): string => [config, startNs, endNs].map(String).join(' ');
    const other = new Map(two.map((row) => [key(row), row]));
    const noonNs = MIDNIGHT_NS + BigInt(NOON_MS) * 1_000_000n;
    const both = one.filter((row) => (row.startNs as bigint) <= noonNs && other.has(key(row)));
    // Windows across noon too: what comes while an order is worked is after its arrival.
    expect(both.filter(({ endNs }) => (endNs as bigint) > noonNs).length).toBeGreaterThan(10);
    expect(both.length).toBeGreaterThan(1000);
    expect(both.map(knownAtArrival)).toEqual(both.map((row) => knownAtArrival(other.get(key(row))!)));
  });
});

// How large the order was and on which side is its own business.
const OF_REQUEST = ['f_advFraction', 'f_sqrtAdvFraction', 'f_participationRate', 'f_sideSign'];
const knownAtArrival = (row: Row): readonly (readonly [string, Value])[] =>
  Object.entries(row).filter(
    ([name]) => name === 'arrivalMid' || (name.startsWith('f_') && !OF_REQUEST.includes(name)),
  );

describe("a desk's own orders", () => {
  const ORDERS = [
    'orderId,instrumentId,side,quantityUnits,arrivalTime,endTime,strategy',
    'A,BBB,BUY,1000,2013-10-07T10:00:00.000-04:00,2013-10-07T10:10:00-04:00,VWAP',
    'B,BBB,SELL,500,2013-10-07T14:30:00Z,2013-10-07T14:31:00Z,',
    'C,ZZZ,BUY,100,2013-10-07T14:30:00Z,2013-10-07T14:31:00Z,',
    'D,BBB,BUY,100,2013-10-08T14:30:00Z,2013-10-08T14:31:00Z,',
    'E,BBB,BUY,100,2013-10-07T14:30:00Z,2013-10-07T20:00:01Z,',
    'F,BBB,BUY,100,2013-10-07T14:30:00Z,2013-10-07T14:31:00Z,',
    'G,BBB,HOLD,100,2013-10-07T14:30:00Z,2013-10-07T14:31:00Z,',
  ];
  const FILLS = [
    'orderId,time,quantityUnits,price,venue',
    'A,2013-10-07T14:00:05Z,600,13.99,N',
    'A,2013-10-07T14:09:00Z,200,14.00,"D, dark"',
    'B,2013-10-07T14:30:30Z,500,13.98,',
    'C,2013-10-07T14:30:30Z,100,13.98,',
    'D,2013-10-08T14:30:30Z,100,13.98,',
    'E,2013-10-07T14:30:30Z,100,13.98,',
    'F,2013-10-07T14:30:30Z,100,139.8,',
    'H,2013-10-07T14:30:30Z,100,13.98,',
  ];
  const write = (name: string, lines: readonly string[]): string => {
    writeFileSync(join(dir, name), lines.join('\n'));
    return join(dir, name);
  };
  const exportDesk = (orders: string, fills: string, to: string) =>
    runExport('--session', small, '--orders', orders, '--fills', fills, '--out', to, '--json');

  it('are labelled as the tape is, and every row that is not says why', async () => {
    const { status, out: lines } = await exportDesk(
      write('orders.csv', ORDERS),
      write('fills.csv', FILLS),
      out('desk'),
    );
    expect(status).toBe(0);
    const [a, b, ...more] = (await readRows(out('desk'))).filter(({ def }) => def === 'P');
    expect(more).toEqual([]);
    expect(a).toMatchObject({
      id: 'P-BBB-2013-10-07-A',
      config: 'VWAP',
      side: 'BUY',
      orderedUnits: 1000,
      quantityUnits: 800,
      children: 2,
      durationSeconds: 600,
      startNs: MIDNIGHT_NS + 36_000_000_000_000n,
      identification: 'REAL_ORDERS',
    });
    expect(a!.fillVwap).toBeCloseTo((600 * 13.99 + 200 * 14) / 800, 12);
    expect(a!.slippageBps).toBeCloseTo(
      ((Number(a!.fillVwap) - Number(a!.arrivalMid)) / Number(a!.arrivalMid)) * 1e4,
      9,
    );
    expect(b).toMatchObject({ id: 'P-BBB-2013-10-07-B', side: 'SELL', config: '', quantityUnits: 500 });
    const refused = lines
      .map((line) => JSON.parse(line) as { refused?: { table: string; line: number; reason: string } })
      .flatMap(({ refused: row }) => (row === undefined ? [] : [`${row.table} ${row.line} ${row.reason}`]));
    expect(refused.sort()).toEqual([
      'fills 9 UNKNOWN_ORDER',
      'orders 4 NO_SESSION',
      'orders 5 NO_SESSION',
      'orders 6 OUTSIDE_TRADING_HOURS',
      'orders 7 PRICE_FAR_FROM_MARKET',
      'orders 8 BAD_SIDE',
    ]);
    expect(readCard(out('desk')).deskOrders).toMatchObject({ orderRows: 7, fillRows: 8, rows: 2 });
    expect(
      readFileSync(join(out('desk'), 'refused.jsonl'), 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(6);
  });

  it('come from Parquet as from CSV', async () => {
    const column = (name: string, ...values: string[]) => ({ name, type: 'VARCHAR' as const, values });
    const [start, end] = [MIDNIGHT_NS + 36_000_000_000_000n, MIDNIGHT_NS + 36_600_000_000_000n];
    await writeParquet(join(dir, 'orders.parquet'), [
      column('orderId', 'A'),
      column('instrumentId', 'BBB'),
      column('side', 'BUY'),
      { name: 'quantityUnits', type: 'DOUBLE', values: [1000] },
      { name: 'arrivalTime', type: 'BIGINT', values: [start] },
      { name: 'endTime', type: 'BIGINT', values: [end] },
      column('strategy', 'VWAP'),
    ]);
    await writeParquet(join(dir, 'fills.parquet'), [
      column('orderId', 'A', 'A'),
      { name: 'time', type: 'BIGINT', values: [start + 5_000_000_000n, end - 60_000_000_000n] },
      { name: 'quantityUnits', type: 'INTEGER', values: [600, 200] },
      { name: 'price', type: 'DOUBLE', values: [13.99, 14] },
    ]);
    await exportDesk(join(dir, 'orders.parquet'), join(dir, 'fills.parquet'), out('desk-parquet'));
    const ofDesk = async (folder: string) => (await readRows(folder)).find(({ id }) => id === 'P-BBB-2013-10-07-A');
    expect(await ofDesk(out('desk-parquet'))).toEqual(await ofDesk(out('desk')));
  });

  it.each<[string, readonly string[], readonly string[], string]>([
    ['an unknown column', ['orderId,colour', 'A,red'], FILLS, 'unknown column "colour"'],
    ['a missing column', ['orderId,side', 'A,BUY'], FILLS, 'column instrumentId is missing'],
    ['an empty file', [], FILLS, 'column orderId is missing'],
  ])('a table with %s is refused in one line', async (_, orders, fills, message) => {
    const { status, said } = await exportDesk(write('o.csv', orders), write('f.csv', fills), out('refused'));
    expect([status, said.length]).toEqual([1, 1]);
    expect(said[0]).toContain(message);
    expect(existsSync(out('refused'))).toBe(false);
  });
});

describe('what cannot be exported', () => {
  it.each<[string, readonly string[], number, string]>([
    ['no session', ['--out', out('x')], 2, '--session is missing'],
    ['no folder', ['--session', recording], 2, '--out is missing'],
    ['orders without fills', ['--session', recording, '--out', out('x'), '--orders', 'o'], 2, 'belong together'],
    ['a file that is not there', ['--session', join(dir, 'nowhere'), '--out', out('x')], 1, 'no such file'],
    [
      'a folder of something else',
      ['--session', recording, '--out', recording],
      1,
      'something else than a training set',
    ],
  ])('%s: one line and its status', async (_, args, status, message) => {
    const run = await runExport(...args);
    expect(run.status).toBe(status);
    expect(run.said[0]!.split('\n')[0]).toContain(message);
    expect(run.out).toEqual([]);
    expect(existsSync(out('x'))).toBe(false);
  });

  it('a recording that breaks leaves the earlier set as it was', async () => {
    await runExport('--session', small, '--out', out('kept'));
    const before = readFileSync(join(out('kept'), 'card.json'), 'utf8');
    mkdirSync(join(dir, 'broken'));
    writeMorningAndAfternoon({ dir: join(dir, 'broken'), afternoon: 3 });
    const quotes = join(dir, 'broken', 'ccc_20131007_quote.zip');
    const bytes = readFileSync(quotes);
    bytes.fill(0xff, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 5000);
    writeFileSync(quotes, bytes);
    const { status, said } = await runExport('--session', quotes, '--out', out('kept'));
    expect([status, said.at(-1)]).toEqual([1, expect.stringContaining('ccc_20131007_quote.zip')]);
    expect(readFileSync(join(out('kept'), 'card.json'), 'utf8')).toBe(before);
    expect(readdirSync(dir).filter((name) => name.includes('unfinished'))).toEqual([]);
  });
});
