import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openSessions, Quarantine } from '#adapters/recordings';
import { formatInstant } from '#domain/core';
import {
  ASK,
  BID,
  EventBatch,
  L2Book,
  L3Book,
  MarketTracker,
  NO_SIDE,
  OrderAction,
  type BookSide,
  type MarketEvent,
  type MarketSession,
} from '#domain/market-data';
import {
  temporaryFolder,
  writeBitstamp,
  type BitstampOptions,
  type WrittenBitstamp,
} from '../factories/recordings/index.js';

const dir = temporaryFolder();
let written = 0;
/** Each case writes into a folder of its own. */
const write = (options: Omit<BitstampOptions, 'dir'>): WrittenBitstamp => {
  written += 1;
  const folder = join(dir, String(written));
  mkdirSync(folder);
  return writeBitstamp({ ...options, dir: folder });
};

interface Played {
  readonly session: MarketSession;
  readonly events: readonly MarketEvent[];
  readonly book: L3Book;
  readonly reasons: Readonly<Record<string, number>>;
}

const play = async (...paths: string[]): Promise<Played> => {
  const quarantine = new Quarantine();
  const opened = await openSessions(paths, quarantine);
  if (!opened.ok) throw opened.error;
  const [session] = opened.value;
  expect(opened.value.length).toBe(1);
  const events: MarketEvent[] = [];
  for await (const batch of session!.events()) events.push(...batch.toEvents());
  const book = new L3Book(new L2Book(), 'ORDERS');
  for (const event of events) {
    if (event.kind === 'CLEAR') book.clear(event.side ?? NO_SIDE);
    if (event.kind !== 'ORDER') continue;
    book.apply(OrderAction[event.action], event.orderId, event.side, event.price, event.size);
  }
  return { session: session!, events, book, reasons: Object.fromEntries(quarantine.countsByReason()) };
};

const queues = (book: L3Book, side: BookSide): Map<number, [number, number][]> =>
  new Map(
    book.levels.top(side, 1000).map(({ price }) => {
      const queue: [number, number][] = [];
      book.forEachOrder(side, price, (orderId, size) => queue.push([orderId, size]));
      return [price, queue];
    }),
  );

const tradesOf = (events: readonly MarketEvent[]): [number, number, string][] =>
  events
    .filter((event) => event.kind === 'TRADE')
    .map(({ price, size, side }) => [price, size, side === BID ? 'bid' : 'ask']);

const expectBook = ({ book }: Played, { bids, asks }: WrittenBitstamp): void => {
  expect(queues(book, BID)).toEqual(new Map(bids));
  expect(queues(book, ASK)).toEqual(new Map(asks));
};

describe('a Bitstamp recording', () => {
  it.each([1, 2, 3, 4, 5])('gives the trades and the queues of its market (seed %d)', async (seed) => {
    const day = write({ seed, moments: 3000 });
    const played = await play(day.path);
    expect(day.trades.length).toBeGreaterThan(200);
    expect(tradesOf(played.events)).toEqual(day.trades);
    expectBook(played, day);
    expect(played.book.unknownOrders).toBe(day.unknownOrders);
    expect(played.reasons).toEqual({});
  });

  it('is a spot market of whole UTC days', async () => {
    const { path } = write({ seed: 6, moments: 20, startMs: Date.UTC(2015, 4, 1, 13, 30) });
    const { session, events } = await play(path);
    expect(formatInstant(session.origin)).toBe('2015-05-01T00:00:00.000000000Z');
    expect(session).toMatchObject({
      instrumentId: 'BTCUSD',
      source: { kind: 'RECORDED', name: 'Bitstamp BTCUSD 2015-05-01' },
      openNs: 0,
      closeNs: 86_400e9,
      priceUnitsPerCurrency: 100,
      sizeUnitsPerUnit: 1e8,
      tickUnits: 1,
      depth: 'ORDERS',
      terms: { kind: 'SPOT', currency: 'USD', sessionSeconds: 86_400 },
    });
    expect(events[0]!.timeNs).toBeGreaterThanOrEqual(48_600e9);
  });

  it.each([
    ['ethusd_orders_20150501_00-16h.csv', 'ETHUSD'],
    ['orders.csv', 'BTCUSD'],
  ])('%s is of %s', async (name, instrumentId) => {
    const { path } = write({ seed: 7, moments: 20, name });
    expect((await play(path)).session.instrumentId).toBe(instrumentId);
  });

  it('over midnight is one session of two days', async () => {
    const day = write({ seed: 8, moments: 300, startMs: Date.UTC(2015, 4, 1, 23, 59, 30) });
    const played = await play(day.path);
    expect(played.session.closeNs).toBe(2 * 86_400e9);
    expectBook(played, day);
  });

  it('packed by bzip2 plays the same', async () => {
    const [plain, packed] = [write({ seed: 9, moments: 2500 }), write({ seed: 9, moments: 2500, packed: true })];
    const bytes = readFileSync(packed.path);
    expect([basename(packed.path), bytes.toString('latin1', 0, 3)]).toEqual(['btcusd_orders_20150501.csv.bz2', 'BZh']);
    expect((await play(packed.path)).events).toEqual((await play(plain.path)).events);
  });

  it('tells a trade and both its orders as one message, from its second row on', async () => {
    const { path } = write({
      seed: 10,
      moments: 0,
      spoil: (rows) =>
        rows.push(
          '11,1430438400000,1430438400000,236.00,500000000,created,bid',
          '12,1430438401000,1430438401000,235.50,300000000,created,ask',
          '12,1430438401100,1430438401000,235.50,0,deleted,ask',
          '11,1430438401103,1430438400000,236.00,200000001,changed,bid',
        ),
    });
    const { events } = await play(path);
    const message = { timeNs: 1_103_000_000, sequence: 5, firstSequence: 4 };
    expect(events.slice(2)).toEqual([
      {
        kind: 'TRADE',
        ...message,
        moreFollows: true,
        price: 23_600,
        size: 299_999_999,
        condition: 'DISPLAYED',
        side: BID,
      },
      {
        kind: 'ORDER',
        ...message,
        moreFollows: true,
        side: BID,
        price: 23_600,
        size: 200_000_001,
        action: 'EXECUTE',
        orderId: 11,
      },
      {
        kind: 'ORDER',
        ...message,
        exchangeNs: 1_100_000_000,
        receiveNs: 1_100_000_000,
        side: ASK,
        price: 23_550,
        size: 0,
        action: 'EXECUTE',
        orderId: 12,
      },
    ]);
  });
});

describe('rows that do not fit', () => {
  const BUY = '11,1430438400000,1430438400000,236.00,500000000,created,bid';
  const SELL = '12,1430438401000,1430438401000,235.50,300000000,created,ask';
  const of = async (...rows: string[]): Promise<Played> =>
    play(write({ seed: 1, moments: 0, spoil: (lines) => lines.push(BUY, SELL, ...rows) }).path);
  const told = ({ events }: Played): (string | number)[][] =>
    events.slice(2).map((event) => {
      const what = event.kind === 'ORDER' ? [event.action, event.orderId, event.size] : [event.kind];
      return [...what, event.timeNs / 1e6];
    });

  it.each<[string, string, string[], (string | number)[][]]>([
    [
      'an execution followed by another row',
      'UNPAIRED_EXECUTION',
      [
        '12,1430438401100,1430438401000,235.50,100000000,changed,ask',
        '13,1430438401120,1430438401000,230.00,100000000,created,bid',
      ],
      [
        ['EXECUTE', 12, 100_000_000, 1120],
        ['ADD', 13, 100_000_000, 1120],
      ],
    ],
    [
      'an execution whose partner is late',
      'UNPAIRED_EXECUTION',
      [
        '12,1430438401100,1430438401000,235.50,0,deleted,ask',
        '11,1430438401201,1430438400000,236.00,200000000,deleted,bid',
      ],
      [
        ['EXECUTE', 12, 0, 1200],
        ['DELETE', 11, 0, 1201],
      ],
    ],
    [
      'an execution at the end of the file',
      'UNPAIRED_EXECUTION',
      ['12,1430438401100,1430438401000,235.50,0,deleted,ask'],
      [['EXECUTE', 12, 0, 1200]],
    ],
    [
      'an execution of an order that nobody knows',
      'UNPAIRED_EXECUTION',
      ['9,1430438401100,1430438401000,235.50,7,changed,ask'],
      [['EXECUTE', 9, 7, 1200]],
    ],
    [
      'a deletion told twice',
      'ORDER_GONE',
      [
        '12,1430438401100,1430438401000,235.50,300000000,deleted,ask',
        '12,1430438401105,1430438401000,235.50,300000000,deleted,ask',
      ],
      [['DELETE', 12, 0, 1100]],
    ],
    [
      'a creation after the deletion',
      'ORDER_GONE',
      [
        '14,1430438401100,1430438401000,235.50,300000000,deleted,ask',
        '14,1430438401105,1430438401000,235.50,300000000,created,ask',
      ],
      [['DELETE', 14, 0, 1100]],
    ],
    ['a creation told twice', 'ORDER_EXISTS', ['12,1430438401100,1430438401000,235.50,300000000,created,ask'], []],
  ])('%s: %s', async (_, reason, rows, events) => {
    const played = await of(...rows);
    expect(played.reasons).toEqual({ [reason]: 1 });
    expect(told(played)).toEqual(events);
  });

  it('a recorder whose clock is set back keeps its rows, and decisions do not go back', async () => {
    const played = await of('13,1430438400500,1430438400000,230.00,100000000,created,bid');
    expect(played.reasons).toEqual({});
    expect(played.events[2]).toMatchObject({ timeNs: 1e9, receiveNs: 500e6 });
  });

  it('a change of price is no execution', async () => {
    const played = await of('12,1430438401100,1430438401000,235.40,290000000,changed,ask');
    expect(told(played)).toEqual([['CHANGE', 12, 290_000_000, 1100]]);
  });

  const row = (column: number, value: string): string =>
    '13,1430438402000,1430438402000,230.00,100000000,created,bid'.split(',').with(column, value).join(',');

  it.each([
    ['a missing column', 'WRONG_COLUMN_COUNT', '13,1430438402000,1430438402000,230.00,100000000,created'],
    ['an empty line', 'WRONG_COLUMN_COUNT', ''],
    ['a text for a number', 'NOT_A_NUMBER', row(4, 'many')],
    ['an exponent', 'NOT_A_NUMBER', row(3, '1e3')],
    ['a negative price', 'NOT_A_NUMBER', row(3, '-1.00')],
    ['no price', 'ABSURD_PRICE', row(3, '0.00')],
    ['a price between cents', 'PRICE_BETWEEN_TICKS', row(3, '230.005')],
    ['an order of nothing', 'BAD_SIZE', row(4, '0')],
    ['a negative size', 'BAD_SIZE', row(4, '-5')],
    ['an unknown action', 'UNKNOWN_CODE', row(5, 'moved')],
    ['an unknown direction', 'UNKNOWN_CODE', row(6, 'short')],
    ['a time of yesterday', 'TIME_OUT_OF_DAY', row(1, '1430438399999')],
    ['a time far ahead of what follows', 'TIME_AHEAD', row(1, '1430439999000')],
  ])('%s is counted as %s, and the day goes on', async (_, reason, spoilt) => {
    const after = '15,1430438403000,1430438402000,231.00,100000000,created,bid';
    const played = await of(spoilt, after);
    expect(played.reasons).toEqual({ [reason]: 1 });
    expect(told(played)).toEqual([['ADD', 15, 100_000_000, 3000]]);
  });

  it('half a last row is counted', async () => {
    const day = write({ seed: 11, moments: 200 });
    writeFileSync(day.path, readFileSync(day.path).subarray(0, -12));
    expect((await play(day.path)).reasons).toEqual({ HALF_WRITTEN_LINE: 1 });
  });
});

describe('files that follow each other', () => {
  const at = (path: string): ((rows: string[]) => void) => {
    const lines = readFileSync(path, 'latin1').split('\n').slice(1, -1);
    const middle = Math.floor(lines.length / 2);
    return (rows) => {
      writeFileSync(path, `${[rows[0], ...lines.slice(0, middle)].join('\n')}\n`);
      rows.push(...lines.slice(middle));
    };
  };

  it('are one session', async () => {
    const first = write({ seed: 12, moments: 1000 });
    const whole = await play(first.path);
    const second = write({ seed: 12, moments: 0, spoil: at(first.path) });
    const played = await play(second.path, first.path);
    expect(tradesOf(played.events)).toEqual(tradesOf(whole.events));
    expectBook(played, first);
    const sequences = played.events.map(({ sequence = 0 }) => sequence);
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
  });

  it('with a pause between them begin a new book', async () => {
    const first = write({ seed: 13, moments: 500 });
    const second = write({ seed: 14, moments: 500, startMs: Date.UTC(2015, 4, 2, 8) });
    const played = await play(first.path, second.path);
    expect(played.session.closeNs).toBe(2 * 86_400e9);
    expect(played.events.filter(({ kind }) => kind === 'CLEAR').length).toBe(1);
    expect(played.reasons).toEqual({});
    expectBook(played, second);
    const tracker = new MarketTracker(played.session);
    tracker.applyAll(EventBatch.of(played.events));
    const best = (levels: Iterable<number>): number => Math.min(...levels) / 100;
    expect(tracker.snapshot().asks[0]!.price).toBe(best(second.asks.keys()));
    expect(tracker.quality().validity).toBe('VALID');
  });

  it('of one time are refused', async () => {
    const paths = [write({ seed: 15, moments: 100 }).path, write({ seed: 16, moments: 100 }).path];
    const opened = await openSessions(paths, new Quarantine());
    expect(opened).toMatchObject({ ok: false, error: { code: 'DUPLICATE_SESSION' } });
  });

  it.each([
    ['a packed file that is cut short', 'CUT_SHORT', (bytes: Buffer) => bytes.subarray(0, bytes.length - 2000)],
    [
      'a packed file that is damaged',
      'BROKEN_FILE',
      (bytes: Buffer) => bytes.fill(0x55, bytes.length - 3000, bytes.length - 2900),
    ],
  ])('%s says so when it has played what there is', async (_, code, spoil) => {
    const day = write({ seed: 17, moments: 3000, packed: true });
    writeFileSync(day.path, spoil(readFileSync(day.path)));
    const opened = await openSessions([day.path], new Quarantine());
    if (!opened.ok) throw opened.error;
    let count = 0;
    const playing = (async (): Promise<void> => {
      for await (const batch of opened.value[0]!.events()) count += batch.length;
    })();
    await expect(playing).rejects.toMatchObject({ name: 'RecordingError', code });
    expect(count).toBeGreaterThan(500);
  });
});
