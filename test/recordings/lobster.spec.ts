import { describe, expect, it } from '@jest/globals';
import { Quarantine, verifyLobsterBook } from '#adapters/recordings';
import { type PriceLevel } from '#domain/market-data';
import {
  playAll,
  temporaryFolder,
  writeLobster,
  type LobsterOptions,
  type WrittenLobster,
} from '../factories/recordings/index.js';

const dir = temporaryFolder();
let written = 0;
/** Each case writes a day of its own symbol. */
const write = (options: Omit<LobsterOptions, 'dir' | 'symbol'>): WrittenLobster => {
  written += 1;
  return writeLobster({ ...options, dir, symbol: `T${written}` });
};

const inUnits = (levels: readonly PriceLevel[]): number[][] =>
  levels.map(({ price, size }) => [Math.round(price * 10_000), size]);

describe('the book by messages', () => {
  it.each([1, 2, 5, 10].flatMap((levels) => [1, 2, 3].map((seed) => [levels, seed] as const)))(
    'equals the order-book file on every row: %d levels, seed %d',
    async (levels, seed) => {
      const { paths, rows, refills } = write({ seed, levels, messages: 1500 });
      expect(refills).toBeGreaterThan(20);
      expect(await verifyLobsterBook(paths[0]!)).toEqual({ rows, mismatchedRows: 0 });
    },
  );

  it('equals it in a market so thin that levels are unoccupied', async () => {
    const { paths, rows } = write({ seed: 4, levels: 10, messages: 1500, ordersPerSide: 4 });
    expect(await verifyLobsterBook(paths[0]!)).toEqual({ rows, mismatchedRows: 0 });
  });

  it('is what the tracker ends with; its trades and halts are those of the day', async () => {
    const day = write({ seed: 5, levels: 5, messages: 3000 });
    const [played] = await playAll(day.paths);
    const { session, events, last } = played!;
    expect(inUnits(last.bids)).toEqual(day.lastBids);
    expect(inUnits(last.asks)).toEqual(day.lastAsks);
    expect(last.tradedVolume).toBe(day.tradedVolume);
    expect(events.filter((event) => event.kind === 'STATUS').map((event) => event.status)).toEqual(
      Array.from({ length: day.halts }, () => ['HALTED', 'HALTED', 'OPEN']).flat(),
    );
    expect(session.source).toEqual({ kind: 'RECORDED', name: `LOBSTER ${session.instrumentId} 2012-06-21` });
    expect(last.exchangeTime.startsWith('2012-06-21T1')).toBe(true);
  });

  it('plays the same again', async () => {
    const day = write({ seed: 6, levels: 2, messages: 1000 });
    const [[first], [second]] = [await playAll(day.paths), await playAll(day.paths)];
    expect(second!.last).toEqual(first!.last);
    expect(second!.events.length).toBe(first!.events.length);
  });
});

describe('bad rows', () => {
  const replace = (row: string, column: number, value: string): string => row.split(',').with(column, value).join(',');

  it.each<[string, string, (rows: { messages: string[]; orderBook: string[] }) => void]>([
    ['a missing column', 'WRONG_COLUMN_COUNT', ({ messages }) => (messages[500] = '34300.1,1,5,100,2000000')],
    ['an empty line', 'WRONG_COLUMN_COUNT', ({ messages }) => (messages[500] = '')],
    ['a text for a number', 'NOT_A_NUMBER', ({ messages }) => (messages[500] = replace(messages[500]!, 3, 'NaN'))],
    ['an exponent', 'NOT_A_NUMBER', ({ messages }) => (messages[500] = replace(messages[500]!, 4, '1e308'))],
    ['thirty digits', 'NOT_A_NUMBER', ({ messages }) => (messages[500] = replace(messages[500]!, 4, '1'.repeat(30)))],
    ['a negative size', 'BAD_SIZE', ({ messages }) => (messages[500] = replace(messages[500]!, 3, '-5'))],
    [
      'time going back',
      'TIME_BACKWARDS',
      ({ messages }) => (messages[500] = replace(messages[500]!, 0, '34200.000000001')),
    ],
    ['a time of tomorrow', 'TIME_OUT_OF_DAY', ({ messages }) => (messages[500] = replace(messages[500]!, 0, '86400'))],
    ['a price below zero', 'ABSURD_PRICE', ({ messages }) => (messages[500] = replace(messages[500]!, 4, '-100'))],
    [
      'the price of an empty level',
      'ABSURD_PRICE',
      ({ messages }) => (messages[500] = replace(messages[500]!, 4, '9999999999')),
    ],
    ['an unknown type', 'UNKNOWN_CODE', ({ messages }) => (messages[500] = replace(messages[500]!, 1, '8'))],
    ['an unknown direction', 'UNKNOWN_CODE', ({ messages }) => (messages[500] = replace(messages[500]!, 5, '0'))],
    ['a line without end', 'LINE_TOO_LONG', ({ messages }) => (messages[500] = '9'.repeat(300_000))],
    ['an order-book row cut short', 'WRONG_COLUMN_COUNT', ({ orderBook }) => (orderBook[500] = '2000100,5,1999')],
    [
      'an order-book row out of order',
      'ABSURD_PRICE',
      ({ orderBook }) => (orderBook[500] = replace(orderBook[500]!, 4, '100')),
    ],
    [
      'an order-book size below zero',
      'BAD_SIZE',
      ({ orderBook }) => (orderBook[500] = replace(orderBook[500]!, 1, '-1')),
    ],
  ])('%s is counted as %s, and the day goes on', async (_, reason, spoil) => {
    const day = write({ seed: 7, levels: 5, messages: 1000, spoil });
    const quarantine = new Quarantine();
    const [played] = await playAll(day.paths, quarantine);
    expect(quarantine.countsByReason().get(reason as 'BAD_SIZE')).toBe(1);
    expect(inUnits(played!.last.bids)).toEqual(day.lastBids);
    expect(inUnits(played!.last.asks)).toEqual(day.lastAsks);
  });

  it('half a last message is counted, and its row is followed', async () => {
    const day = write({ seed: 7, levels: 5, messages: 1000, cutBytes: 12 });
    const quarantine = new Quarantine();
    const [played] = await playAll(day.paths, quarantine);
    expect([...quarantine.countsByReason()]).toEqual([['HALF_WRITTEN_LINE', 1]]);
    expect(inUnits(played!.last.bids)).toEqual(day.lastBids);
  });

  it.each([
    ['a size ten times too large', 3],
    ['a price elsewhere', 4],
  ])('a message that its row contradicts (%s) is set aside, and the row is followed', async (_, column) => {
    const day = write({
      seed: 8,
      levels: 5,
      messages: 1000,
      spoil: ({ messages }) => {
        const at = messages.findIndex((row, i) => i > 500 && row.split(',')[1] === '1');
        messages[at] = replace(messages[at]!, column, `${messages[at]!.split(',')[column]!}0`);
      },
    });
    expect((await verifyLobsterBook(day.paths[0]!)).mismatchedRows).toBe(1);
    const quarantine = new Quarantine();
    const [played] = await playAll(day.paths, quarantine);
    expect([...quarantine.countsByReason()]).toEqual([['BOOK_MISMATCH', 1]]);
    expect(played!.last.tradedVolume).toBe(day.tradedVolume);
    expect(inUnits(played!.last.bids)).toEqual(day.lastBids);
  });

  type Spoil = NonNullable<LobsterOptions['spoil']>;
  const insert =
    (file: 'messages' | 'orderBook', lines: number): Spoil =>
    (rows) =>
      rows[file].splice(500, 0, ...Array.from({ length: lines }, () => 'garbage'));

  it.each<[string, number, Spoil]>([
    ['a line put between messages', 1, insert('messages', 1)],
    ['a line put between order-book rows', 1, insert('orderBook', 1)],
    ['a heading on messages', 1, ({ messages }) => messages.unshift('LOBSTER messages')],
    ['messages replaced', 5, ({ messages }) => messages.fill('garbage', 500, 505)],
    ['order-book rows replaced', 5, ({ orderBook }) => orderBook.fill('garbage', 500, 505)],
    [
      'both replaced',
      2,
      ({ messages, orderBook }) => {
        messages[500] = 'garbage';
        orderBook[500] = 'garbage';
      },
    ],
  ])('%s: %d counted, and the files stay in step', async (_, count, spoil) => {
    for (const seed of [11, 12, 13, 14, 15]) {
      const day = write({ seed, levels: 5, messages: 900, spoil });
      const quarantine = new Quarantine();
      const [played] = await playAll(day.paths, quarantine);
      expect(Object.fromEntries(quarantine.countsByReason())).toEqual({ WRONG_COLUMN_COUNT: count });
      expect(inUnits(played!.last.bids)).toEqual(day.lastBids);
      expect(inUnits(played!.last.asks)).toEqual(day.lastAsks);
    }
  });

  it.each<[string, Spoil]>([
    ['five lines put between messages', insert('messages', 5)],
    ['five lines put between order-book rows', insert('orderBook', 5)],
    ['a message missing', ({ messages }) => messages.splice(500, 1)],
    ['a message twice', ({ messages }) => messages.splice(500, 0, messages[500]!)],
    ['an order-book row missing', ({ orderBook }) => orderBook.splice(500, 1)],
    ['an order-book row twice', ({ orderBook }) => orderBook.splice(500, 0, orderBook[500]!)],
    ['an order-book row of another time', ({ orderBook }) => (orderBook[500] = orderBook[20]!)],
  ])('%s: the files find back into step', async (_, spoil) => {
    for (const seed of [11, 12, 13, 14, 15]) {
      const day = write({ seed, levels: 5, messages: 1500, spoil });
      const quarantine = new Quarantine();
      const [played] = await playAll(day.paths, quarantine);
      const counts = Object.fromEntries(quarantine.countsByReason());
      expect(counts.BOOK_MISMATCH ?? 0).toBeLessThan(30);
      expect(counts.UNPAIRED_ROW ?? 0).toBeLessThan(2);
      expect(inUnits(played!.last.bids)).toEqual(day.lastBids);
      expect(inUnits(played!.last.asks)).toEqual(day.lastAsks);
    }
  });

  it('a message that leaps ahead in time does not make the rest late', async () => {
    const spoil: Spoil = ({ messages }) => (messages[500] = replace(messages[500]!, 0, '57000.5'));
    const day = write({ seed: 14, levels: 5, messages: 1000, spoil });
    const quarantine = new Quarantine();
    const [played] = await playAll(day.paths, quarantine);
    expect(Object.fromEntries(quarantine.countsByReason())).toEqual({ TIME_AHEAD: 1 });
    expect(inUnits(played!.last.asks)).toEqual(day.lastAsks);
  });

  it('counts the surplus rows of the longer file', async () => {
    const day = write({ seed: 9, levels: 2, messages: 100, spoil: ({ orderBook }) => orderBook.splice(90) });
    const quarantine = new Quarantine();
    await playAll(day.paths, quarantine);
    expect([...quarantine.countsByReason()]).toEqual([['UNPAIRED_ROW', day.rows - 90]]);
    expect(quarantine.rows()[0]).toMatchObject({ line: 91, reason: 'UNPAIRED_ROW' });
  });

  it('keeps a thousand rows at most, and hands every one to the sink', async () => {
    const day = write({
      seed: 10,
      levels: 1,
      messages: 3000,
      spoil: ({ messages }) => messages.fill('x,1,1,1,1,1', 100, 2100),
    });
    const files = new Set<string>();
    let handed = 0;
    const quarantine = new Quarantine((row) => {
      files.add(row.file);
      handed += 1;
    });
    await playAll(day.paths, quarantine);
    expect([handed, quarantine.rows().length, files.size]).toEqual([2000, 1000, 1]);
  });
});
