import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { StateReader, StateWriter } from '#domain/core';
import {
  ASK,
  BID,
  DEFAULT_GUARD_PARAMETERS,
  EventBatch,
  EventKind,
  FeedGuard,
  L2Book,
  MORE_FOLLOWS,
  VERDICTS,
  type BookSide,
  type Fault,
  type FeedSink,
  type GuardParameters,
  type MarketEvent,
  type MarketQuality,
} from '../index.js';

const MS = 1e6;
const SECOND = 1e9;
const HOURS = { openNs: 0, closeNs: 86_400 * SECOND };

/** A book behind a guard, as small as can be, and all that came out of the guard. */
class GuardedBook implements FeedSink {
  readonly guard: FeedGuard;
  private book = new L2Book();
  readonly events: MarketEvent[] = [];
  readonly setAside: [Fault, number][] = [];
  completed = 0;
  private top = [NaN, NaN];

  constructor(parameters: Partial<GuardParameters> = {}) {
    this.guard = new FeedGuard(HOURS, { ...DEFAULT_GUARD_PARAMETERS, ...parameters });
  }

  play(events: readonly MarketEvent[]): this {
    const batch = EventBatch.of(events);
    for (let row = 0; row < batch.length; row += 1) this.guard.take(batch, row, this);
    return this;
  }

  /** Goes on with the book and the guard of another, by way of a saved state. */
  resume(other: GuardedBook): void {
    const state = stateOf(other.guard);
    const reader = new StateReader(state);
    this.guard.restore(reader);
    reader.end();
    expect(stateOf(this.guard)).toEqual(state);
    this.book = other.book;
    this.top = other.top;
  }

  apply(batch: EventBatch, row: number): void {
    this.events.push(batch.at(row));
    const side = batch.side[row]! as BookSide;
    const kind = batch.kind[row]!;
    if (kind === EventKind.CLEAR) for (const each of [BID, ASK] as const) this.book.clear(each);
    if (kind === EventKind.LEVEL) this.book.set(side, batch.price[row]!, batch.size[row]!);
    if (kind === EventKind.BEST) this.top[side] = batch.price[row]!;
    if ((batch.flags[row]! & MORE_FOLLOWS) === 0) this.look(batch.decisionNs[row]!);
  }

  complete(): void {
    this.completed += 1;
  }

  quarantine(batch: EventBatch, row: number, fault: Fault): void {
    this.setAside.push([fault, batch.price[row]!]);
  }

  get quality(): MarketQuality {
    return this.guard.quality();
  }

  /** Bids and asks as price x size, best first. */
  get shows(): string {
    const side = (of: BookSide): string =>
      this.book
        .top(of, 100)
        .map(({ price, size }) => `${price}x${size}`)
        .join(' ');
    return `${side(BID)} | ${side(ASK)}`;
  }

  /** The faults that were counted. */
  get faults(): Partial<Record<Fault, number>> {
    return Object.fromEntries(Object.entries(this.quality.faults).filter(([, count]) => count > 0));
  }

  private look(ns: number): void {
    const price = (side: BookSide): number => this.book.priceAt(side, 0) ?? this.top[side]!;
    this.guard.bookChanged(price(BID), price(ASK), ns);
  }
}

const stateOf = (guard: FeedGuard): Float64Array => {
  const writer = new StateWriter();
  guard.save(writer);
  return writer.state();
};

interface At {
  readonly ms: number;
  /** By how much the exchange's time is behind; the receive time is the decision time. */
  readonly delayMs?: number;
}
const stamp = ({ ms, delayMs = 0 }: At): { timeNs: number; exchangeNs: number } => ({
  timeNs: ms * MS,
  exchangeNs: (ms - delayMs) * MS,
});

/** A change that covers numbers `previous + 1` to `sequence`, as Binance's diffs do. */
const change = (at: At, previous: number, sequence: number, ...levels: [BookSide, number, number][]): MarketEvent[] =>
  levels.map(([side, price, size], i) => ({
    kind: 'LEVEL',
    ...stamp(at),
    firstSequence: previous + 1,
    sequence,
    previousSequence: previous,
    side,
    price,
    size,
    moreFollows: i < levels.length - 1,
  }));
const snapshot = (at: At, sequence: number, ...levels: [BookSide, number, number][]): MarketEvent[] => [
  { kind: 'CLEAR', ...stamp(at), sequence, fromSnapshot: true, moreFollows: levels.length > 0 },
  ...levels.map(([side, price, size], i): MarketEvent => ({
    kind: 'LEVEL',
    ...stamp(at),
    sequence,
    fromSnapshot: true,
    moreFollows: i < levels.length - 1,
    side,
    price,
    size,
  })),
];
const best = (at: At, sequence: number, bid: number, ask: number): MarketEvent[] => [
  { kind: 'BEST', ...stamp(at), sequence, side: BID, price: bid, size: 1, moreFollows: true },
  { kind: 'BEST', ...stamp(at), sequence, side: ASK, price: ask, size: 1 },
];
const trade = (at: At, sequence: number, price = 100, previousSequence?: number): MarketEvent => ({
  kind: 'TRADE',
  ...stamp(at),
  sequence,
  ...(previousSequence !== undefined && { previousSequence }),
  price,
  size: 1,
  condition: 'DISPLAYED',
});
/** Levels of a source that does not number its messages. */
const levels = (at: At, ...rows: [BookSide, number, number][]): MarketEvent[] =>
  rows.map(([side, price, size], i) => ({
    kind: 'LEVEL',
    ...stamp(at),
    side,
    price,
    size,
    moreFollows: i < rows.length - 1,
  }));
const clock = (ms: number): MarketEvent => ({ kind: 'STATUS', timeNs: ms * MS, status: 'OPEN' });

const START = snapshot({ ms: 0 }, 10, [BID, 99, 1], [ASK, 101, 1]);
const SHOWS_START = '99x1 | 101x1';

interface Case {
  readonly what: string;
  readonly events: readonly MarketEvent[];
  readonly faults: Partial<Record<Fault, number>>;
  readonly shows: string;
  readonly validity?: [MarketQuality['validity'], Fault?];
}

const CASES: readonly Case[] = [
  {
    what: 'all in order',
    events: [...START, ...change({ ms: 1 }, 10, 12, [BID, 98, 5]), ...change({ ms: 2 }, 12, 13, [BID, 99, 0])],
    faults: {},
    shows: '98x5 | 101x1',
  },
  {
    what: 'a message twice',
    events: [
      ...START,
      ...change({ ms: 1 }, 10, 11, [BID, 98, 5]),
      ...change({ ms: 2 }, 11, 12, [BID, 98, 6]),
      ...change({ ms: 3, delayMs: 2 }, 10, 11, [BID, 98, 5]),
    ],
    faults: { DUPLICATE: 1 },
    shows: '99x1 98x6 | 101x1',
  },
  {
    what: 'a best price after the one that replaced it',
    events: [
      ...best({ ms: 0 }, 3, 99, 101),
      ...best({ ms: 1 }, 8, 98, 101),
      ...best({ ms: 2, delayMs: 2 }, 5, 97, 101),
    ],
    faults: { SUPERSEDED: 1 },
    shows: ' | ',
  },
  {
    what: 'two messages that came in the wrong order',
    events: [
      ...START,
      ...change({ ms: 1 }, 11, 12, [BID, 98, 6]),
      ...change({ ms: 2 }, 10, 11, [BID, 98, 5], [BID, 97, 5]),
    ],
    faults: { OUT_OF_ORDER: 1 },
    shows: '99x1 98x6 97x5 | 101x1',
  },
  {
    what: 'a message that never came',
    events: [...START, ...change({ ms: 1 }, 11, 12, [BID, 98, 6]), clock(252)],
    faults: { GAP: 1 },
    shows: ' | ',
    validity: ['INVALID', 'GAP'],
  },
  {
    what: 'a gap where the best prices are known from elsewhere',
    events: [
      ...START,
      ...best({ ms: 1 }, 11, 99, 101),
      ...change({ ms: 1 }, 11, 12, [BID, 98, 6]),
      ...best({ ms: 252 }, 13, 99, 101),
    ],
    faults: { GAP: 1 },
    shows: ' | ',
    validity: ['DEPTH_INVALID', 'GAP'],
  },
  {
    what: 'a gap, and a snapshot after it: what came meanwhile is not lost',
    events: [
      ...START,
      ...change({ ms: 1 }, 11, 12, [BID, 98, 6]),
      ...change({ ms: 400 }, 12, 15, [BID, 97, 7]),
      ...change({ ms: 410 }, 15, 16, [BID, 97, 8]),
      ...snapshot({ ms: 500 }, 13, [BID, 99, 2], [ASK, 101, 2]),
    ],
    faults: { GAP: 1, COVERED: 1 },
    shows: '99x2 97x8 | 101x2',
  },
  {
    what: 'changes before the snapshot: those newer than it are applied after it',
    events: [
      ...change({ ms: 1 }, 5, 8, [BID, 90, 1]),
      ...change({ ms: 2 }, 8, 12, [BID, 98, 3]),
      ...change({ ms: 3 }, 12, 14, [BID, 98, 4]),
      ...START.map((event) => ({ ...event, timeNs: 4 * MS })),
    ],
    faults: { NO_SNAPSHOT: 1, COVERED: 1 },
    shows: '99x1 98x4 | 101x1',
  },
  {
    what: 'futures: the first change after the snapshot covers its number, the next names that change',
    events: [
      ...START,
      ...change({ ms: 1 }, 4, 7, [BID, 90, 1]),
      ...change({ ms: 2 }, 7, 12, [BID, 98, 3]),
      ...change({ ms: 3 }, 12, 20, [BID, 98, 4]),
    ],
    faults: { COVERED: 1 },
    shows: '99x1 98x4 | 101x1',
  },
  {
    what: 'spot: the first change begins one after the snapshot',
    events: [...START, ...change({ ms: 1 }, 10, 11, [BID, 98, 3])],
    faults: {},
    shows: '99x1 98x3 | 101x1',
  },
  {
    what: 'a snapshot that is too old for the changes kept',
    events: [
      ...change({ ms: 1 }, 14, 15, [BID, 98, 3]),
      ...START.map((event) => ({ ...event, timeNs: 2 * MS })),
      clock(253),
    ],
    faults: { NO_SNAPSHOT: 1, GAP: 1 },
    shows: ' | ',
    validity: ['INVALID', 'GAP'],
  },
  {
    what: 'changes, and never a snapshot: the best prices are all that is known',
    events: [
      ...change({ ms: 1 }, 5, 8, [BID, 98, 1]),
      ...best({ ms: 2 }, 9, 99, 101),
      ...change({ ms: 3 }, 8, 12, [BID, 98, 3]),
    ],
    faults: { NO_SNAPSHOT: 1 },
    shows: ' | ',
    validity: ['DEPTH_INVALID', 'NO_SNAPSHOT'],
  },
  {
    what: 'a snapshot from before what the book has',
    events: [
      ...START,
      ...change({ ms: 1 }, 10, 12, [BID, 98, 5]),
      ...snapshot({ ms: 2, delayMs: 2 }, 11, [BID, 90, 1]),
      ...change({ ms: 3 }, 12, 13, [BID, 98, 6]),
    ],
    faults: { COVERED: 1 },
    shows: '99x1 98x6 | 101x1',
  },
  {
    what: 'numbers that start again',
    events: [
      ...START,
      ...change({ ms: 5 }, 10, 11, [BID, 98, 5]),
      ...change({ ms: 6 }, 0, 1, [BID, 50, 1]),
      ...change({ ms: 7 }, 1, 2, [BID, 51, 1]),
    ],
    faults: { RESET: 1 },
    shows: ' | ',
    validity: ['INVALID', 'RESET'],
  },
  {
    what: 'numbers that start again, and a snapshot',
    events: [
      ...START,
      ...change({ ms: 5 }, 10, 11, [BID, 98, 5]),
      ...change({ ms: 6 }, 0, 1, [BID, 50, 1]),
      ...change({ ms: 7 }, 1, 3, [BID, 51, 1]),
      ...snapshot({ ms: 8 }, 2, [BID, 49, 1], [ASK, 52, 1]),
    ],
    faults: { RESET: 1, COVERED: 1 },
    shows: '51x1 49x1 | 52x1',
  },
  {
    what: 'numbers of trades and best prices that start again',
    events: [
      ...best({ ms: 0 }, 50, 99, 101),
      trade({ ms: 0 }, 70),
      ...best({ ms: 1 }, 1, 98, 101),
      trade({ ms: 1 }, 1),
      trade({ ms: 2 }, 2),
    ],
    faults: { RESET: 2 },
    shows: ' | ',
  },
  {
    what: 'a source that says that it lost its place',
    events: [...START, { kind: 'CLEAR', timeNs: MS, sequence: 11 }, ...change({ ms: 2 }, 11, 12, [BID, 98, 5])],
    faults: { CLEARED: 1 },
    shows: ' | ',
    validity: ['INVALID', 'CLEARED'],
  },
  {
    what: 'an unnumbered source that clears its book and tells it anew',
    events: [
      ...levels({ ms: 0 }, [BID, 99, 1]),
      { kind: 'CLEAR', timeNs: MS },
      ...levels({ ms: 2 }, [BID, 98, 1], [ASK, 99, 1]),
    ],
    faults: { CLEARED: 1 },
    shows: '98x1 | 99x1',
  },
  {
    what: 'a message that clears the book and tells it anew',
    events: [
      ...levels({ ms: 0 }, [BID, 99, 1]),
      { kind: 'CLEAR', timeNs: MS, moreFollows: true },
      ...levels({ ms: 1 }, [BID, 98, 1], [ASK, 99, 1]),
    ],
    faults: {},
    shows: '98x1 | 99x1',
  },
  {
    what: 'silence',
    events: [...START, clock(901_000)],
    faults: { STALE: 1 },
    shows: SHOWS_START,
    validity: ['INVALID', 'STALE'],
  },
  {
    what: 'silence that ended',
    events: [...START, ...change({ ms: 901_000 }, 10, 11, [BID, 98, 5])],
    faults: { STALE: 1 },
    shows: '99x1 98x5 | 101x1',
  },
  {
    what: 'silence of a halted market',
    events: [
      ...START,
      { kind: 'STATUS', timeNs: MS, status: 'HALTED' },
      { kind: 'STATUS', timeNs: 2_000 * SECOND, status: 'OPEN' },
      clock(2_001_000),
    ],
    faults: {},
    shows: SHOWS_START,
  },
  {
    what: 'a book that is crossed for a moment',
    events: [
      ...levels({ ms: 0 }, [BID, 99, 1], [ASK, 101, 1]),
      ...levels({ ms: 1 }, [BID, 102, 1]),
      ...levels({ ms: 2 }, [ASK, 101, 0], [ASK, 103, 1]),
    ],
    faults: { CROSSED: 1 },
    shows: '102x1 99x1 | 103x1',
  },
  {
    what: 'a book that stays crossed',
    events: [...levels({ ms: 0 }, [BID, 99, 1], [ASK, 101, 1]), ...levels({ ms: 1 }, [BID, 102, 1]), clock(2_000)],
    faults: { CROSSED: 1, STAYS_CROSSED: 1 },
    shows: '102x1 99x1 | 101x1',
    validity: ['INVALID', 'STAYS_CROSSED'],
  },
  {
    what: 'a book that stayed crossed and is clean again',
    events: [
      ...levels({ ms: 0 }, [BID, 99, 1], [ASK, 101, 1]),
      ...levels({ ms: 1 }, [BID, 102, 1]),
      ...levels({ ms: 3_000 }, [BID, 102, 2]),
      ...levels({ ms: 3_001 }, [BID, 102, 0]),
    ],
    faults: { CROSSED: 1, STAYS_CROSSED: 1 },
    shows: SHOWS_START,
  },
  {
    what: 'a locked book',
    events: levels({ ms: 0 }, [BID, 100, 1], [ASK, 100, 1]),
    faults: { LOCKED: 1 },
    shows: '100x1 | 100x1',
  },
  {
    what: "a venue's clock that is ahead",
    events: levels({ ms: 2, delayMs: -60 }, [BID, 99, 1], [ASK, 101, 1]),
    faults: { CLOCK_AHEAD: 1 },
    shows: SHOWS_START,
  },
  {
    what: 'clocks that move against each other',
    events: [3, 80]
      .flatMap((delayMs, minute) =>
        Array.from({ length: 30 }, (_, i) =>
          levels({ ms: minute * 60_000 + i * 2_001, delayMs }, [BID, 99, 1], [ASK, 101, 1]),
        ).flat(),
      )
      .concat(clock(120_000)),
    faults: { CLOCK_JUMP: 1 },
    shows: SHOWS_START,
  },
  {
    what: 'a price with a slipped digit',
    events: [...START, trade({ ms: 1 }, 1), ...change({ ms: 2 }, 10, 11, [BID, 1001, 1], [BID, 98, 1])],
    faults: { OUTLIER_PRICE: 1 },
    shows: '99x1 98x1 | 101x1',
  },
  {
    what: 'a stub quote',
    events: [...START, trade({ ms: 1 }, 1), ...change({ ms: 2 }, 10, 11, [BID, 1, 1], [ASK, 100_000, 1])],
    faults: {},
    shows: '99x1 1x1 | 101x1 100000x1',
  },
  {
    what: 'a size in another unit',
    events: [
      ...levels({ ms: 0 }, [BID, 99, 1], [ASK, 101, 1]),
      ...Array.from({ length: 99 }, () => levels({ ms: 1 }, [BID, 98, 7])).flat(),
      ...levels({ ms: 2 }, [BID, 97, 7e8]),
    ],
    faults: { OUTLIER_SIZE: 1 },
    shows: '99x1 98x7 | 101x1',
  },
];

describe('fault, verdict, book, counter', () => {
  it.each(CASES)('$what', ({ events, faults, shows, validity = ['VALID'] }) => {
    const guarded = new GuardedBook().play(events);
    expect(guarded.faults).toEqual(faults);
    expect(guarded.shows).toBe(shows);
    expect([guarded.quality.validity, guarded.quality.reason]).toEqual([validity[0], validity[1]]);
    expectAllRowsAccounted(guarded.quality);
  });

  it('every fault has a case', () => {
    const seen = new Set(CASES.flatMap(({ faults }) => Object.keys(faults)));
    const elsewhere: readonly Fault[] = ['EVICTED', 'MISSED', 'LATE_TRADE'];
    expect([...seen, ...elsewhere].sort()).toEqual(Object.keys(VERDICTS).sort());
  });
});

const expectAllRowsAccounted = ({ rows }: MarketQuality): void => {
  expect(rows.applied + rows.ignored + rows.quarantined + rows.held).toBe(rows.taken);
};

describe('trades', () => {
  const ids = ({ events }: GuardedBook): (string | number | undefined)[] =>
    events.flatMap((event) =>
      event.kind === 'TRADE' ? [event.condition === 'IRREGULAR' ? `late ${event.sequence}` : event.sequence] : [],
    );

  it('count once, in the order of their numbers', () => {
    const guarded = new GuardedBook().play([
      trade({ ms: 1 }, 1, 100, 0),
      trade({ ms: 2 }, 3, 100, 2),
      trade({ ms: 3 }, 3, 100, 2),
      trade({ ms: 4 }, 2, 100, 1),
      trade({ ms: 5, delayMs: 4 }, 1, 100, 0),
    ]);
    expect(ids(guarded)).toEqual([1, 2, 3]);
    expect(guarded.faults).toEqual({ DUPLICATE: 2, OUT_OF_ORDER: 1 });
    expect(guarded.events.map(({ timeNs }) => timeNs / MS)).toEqual([1, 4, 4]);
  });

  it('a missing one is waited for, then gone without; should it come after all, it counts in volume only', () => {
    const guarded = new GuardedBook().play([
      trade({ ms: 1 }, 1, 100, 0),
      trade({ ms: 2 }, 3, 100, 2),
      trade({ ms: 300 }, 4, 100, 3),
      trade({ ms: 301, delayMs: 300 }, 2, 100, 1),
    ]);
    expect(ids(guarded)).toEqual([1, 3, 4, 'late 2']);
    expect(guarded.faults).toEqual({ MISSED: 1, LATE_TRADE: 1 });
    expect(guarded.events.map(({ timeNs }) => timeNs / MS)).toEqual([1, 252, 300, 301]);
  });
});

describe('sources that do not number their messages, or only in order', () => {
  it.each<[string, readonly MarketEvent[]]>([
    [
      'no numbers',
      [...levels({ ms: 0 }, [BID, 99, 1]), trade({ ms: 1 }, 0), trade({ ms: 1 }, 0), ...best({ ms: 2 }, 0, 99, 101)],
    ],
    [
      'numbers with holes',
      [...best({ ms: 0 }, 3, 99, 101), ...best({ ms: 1 }, 9, 99, 101), trade({ ms: 1 }, 4), trade({ ms: 2 }, 8)],
    ],
    [
      'one number for all events of a line',
      [
        trade({ ms: 0 }, 7),
        { ...levels({ ms: 0 }, [BID, 99, 1])[0]!, sequence: 7 },
        { ...levels({ ms: 1 }, [BID, 99, 2])[0]!, sequence: 8 },
      ],
    ],
  ])('%s: no alarm', (_, events) => {
    const guarded = new GuardedBook().play(events);
    expect(guarded.faults).toEqual({});
    expect(guarded.quality).toMatchObject({ validity: 'VALID', rows: { applied: events.length } });
  });
});

it('a message whose last row is set aside is said to be complete', () => {
  const guarded = new GuardedBook().play([
    ...START,
    trade({ ms: 1 }, 1),
    ...change({ ms: 2 }, 10, 11, [BID, 98, 1], [BID, 1001, 1]),
  ]);
  expect([guarded.completed, guarded.setAside]).toEqual([1, [['OUTLIER_PRICE', 1001]]]);
});

it('says how far the clocks are apart, and how long the feed was stale', () => {
  const guarded = new GuardedBook().play([
    ...levels({ ms: 0, delayMs: -1520 }, [BID, 99, 1], [ASK, 101, 1]),
    ...levels({ ms: 10, delayMs: -1500 }, [BID, 99, 2]),
  ]);
  expect(guarded.quality).toMatchObject({ skewMs: 1520, delayMsMin: -1520, staleSeconds: 0 });
  guarded.play(levels({ ms: 2_000_010, delayMs: 3 }, [BID, 99, 1]));
  // The allowed silence is 100 times the mean gap, which began at 9 s and has seen one of 10 ms.
  const allowedSeconds = 100 * (9 + (0.01 - 9) / 512);
  expect(guarded.quality.staleSeconds).toBeCloseTo(2_000 - allowedSeconds, 6);
  expect(guarded.quality).toMatchObject({ skewMs: 0, delayMsMin: 3 });
});

/** A feed of numbered changes after a snapshot, one message per element. */
const feed = (messages: number, seed: number): MarketEvent[][] => {
  const out: MarketEvent[][] = [];
  let previous = 10;
  for (let i = 0; i < messages; i += 1) {
    const step = 1 + ((seed >>> (i % 16)) & 3);
    const size = (i * 7 + seed) % 5;
    const rows: [BookSide, number, number][] = [
      [BID, 90 + ((i * 3 + seed) % 9), size],
      [ASK, 101 + ((i * 5 + seed) % 9), size],
    ];
    out.push(change({ ms: 1 + i }, previous, previous + step, ...rows.slice(0, 1 + (i % 2))));
    previous += step;
  }
  return out;
};
const aFeed = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.nat(65_535)).map(([n, seed]) => feed(n, seed));
/** The messages in another order, taken at the times at which those of the feed were. */
const retimed = (messages: readonly MarketEvent[][]): MarketEvent[] =>
  messages.flatMap((message, i) => message.map((event) => ({ ...event, timeNs: (i + 1) * MS, exchangeNs: 0 })));

describe('properties', () => {
  it('any order within the window gives the book of the right order', () => {
    const shuffled = aFeed.chain((messages) =>
      fc.tuple(fc.constant(messages), fc.shuffledSubarray(messages, { minLength: messages.length })),
    );
    fc.assert(
      fc.property(shuffled, ([messages, order]) => {
        const right = new GuardedBook().play([...START, ...messages.flat()]);
        const wrong = new GuardedBook().play([...START, ...retimed(order)]);
        expect(wrong.shows).toBe(right.shows);
        expect(wrong.quality).toMatchObject({ validity: 'VALID', rows: { ...right.quality.rows } });
        const sequences = (of: GuardedBook): unknown[] => of.events.map(({ sequence }) => sequence);
        expect(sequences(wrong)).toEqual(sequences(right));
      }),
    );
  });

  it('messages that come again change nothing', () => {
    const repeated = aFeed.chain((messages) =>
      fc.tuple(
        fc.constant(messages),
        fc.array(fc.nat(messages.length - 1), { minLength: messages.length, maxLength: 80 }),
      ),
    );
    fc.assert(
      fc.property(repeated, ([messages, again]) => {
        const once = new GuardedBook().play([...START, ...messages.flat()]);
        // After each message one that was there before it, and one that is still to come.
        const withRepeats = messages.flatMap((message, i) => [message, messages[again[i]!]!]);
        const twice = new GuardedBook().play([...START, ...retimed(withRepeats)]);
        const facts = ({ events }: GuardedBook): unknown[] =>
          events.map((event) => ({ ...event, timeNs: 0, exchangeNs: 0, receiveNs: 0 }));
        expect(facts(twice)).toEqual(facts(once));
        expect(twice.shows).toBe(once.shows);
        expect(twice.faults.DUPLICATE).toBe(messages.length);
      }),
    );
  });

  /** Anything at all: numbers that make sense only now and then, all kinds, absurd values, any time. */
  const anything = fc.array(
    fc.record({
      kind: fc.constantFrom(...Object.values(EventKind)),
      flags: fc.constantFrom(0, 0, 0, 1, 2, 3),
      step: fc.constantFrom(0, 1, 100, 1000, 60_000).map((ms) => ms * MS),
      sequence: fc.nat(30),
      back: fc.constantFrom(NaN, 1, 1, 2),
      price: fc.constantFrom(99, 101, 100_000),
      size: fc.constantFrom(0, 1, 1e9),
      delay: fc.integer({ min: -100, max: 100 }),
    }),
    { maxLength: 200 },
  );
  const batchOf = (
    rows: readonly (typeof anything extends fc.Arbitrary<(infer Row)[]> ? Row : never)[],
  ): EventBatch => {
    const batch = new EventBatch(rows.length);
    let ns = 0;
    let isInMessage = false;
    for (const { kind, flags, step, sequence, back, price, size, delay } of rows) {
      if (!isInMessage) ns += step;
      isInMessage = (flags & MORE_FOLLOWS) !== 0;
      const row = batch.append(kind, ns, sequence, price, kind === EventKind.TRADE ? size + 1 : size);
      batch.side[row] = sequence % 2;
      batch.flags[row] = flags;
      batch.previousSequence[row] = sequence - back;
      batch.exchangeNs[row] = ns - delay * MS;
    }
    return batch;
  };
  const SMALL = { heldMessagesMax: 8, heldRowsMax: 12 };

  it('every row goes to one place, time never goes back, and what is held never grows beyond its limit', () => {
    fc.assert(
      fc.property(anything, (rows) => {
        const guarded = new GuardedBook(SMALL);
        const batch = batchOf(rows);
        let held = 0;
        for (let row = 0; row < batch.length; row += 1) {
          guarded.guard.take(batch, row, guarded);
          held = Math.max(held, guarded.quality.rows.held);
        }
        expectAllRowsAccounted(guarded.quality);
        expect(guarded.quality.rows).toMatchObject({ taken: rows.length, quarantined: guarded.setAside.length });
        expect(held).toBeLessThanOrEqual(3 * SMALL.heldRowsMax);
        const times = guarded.events.map(({ timeNs }) => timeNs);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }),
    );
  });

  it('stopped and resumed anywhere, or looked at in between, it is the same', () => {
    fc.assert(
      fc.property(anything, fc.nat(200), (rows, cut) => {
        const whole = new GuardedBook(SMALL);
        const parts = [new GuardedBook(SMALL), new GuardedBook(SMALL)] as const;
        const batch = batchOf(rows);
        for (let row = 0; row < batch.length; row += 1) {
          whole.guard.take(batch, row, whole);
          const part = parts[row < cut ? 0 : 1];
          if (row === cut) part.resume(parts[0]);
          const ns = batch.decisionNs[row]!;
          part.guard.advance(ns - 1, part);
          part.guard.take(batch, row, part);
          if (batch.decisionNs[row + 1]! > ns) part.guard.advance((ns + batch.decisionNs[row + 1]!) / 2, part);
        }
        const last = parts[cut < batch.length ? 1 : 0];
        expect([...parts[0].events, ...parts[1].events]).toEqual(whole.events);
        expect(last.quality).toEqual(whole.quality);
      }),
    );
  });
});

it('what waits for a snapshot is bounded: the oldest goes first, and a message that is larger than all room at once', () => {
  const guarded = new GuardedBook({ heldMessagesMax: 4, heldRowsMax: 6 });
  const many = Array.from({ length: 10 }, (_, i) => change({ ms: i }, i, i + 1, [BID, 90 + i, 1]));
  const huge = Array.from({ length: 7 }, (_, i): [BookSide, number, number] => [ASK, 110 + i, 1]);
  guarded.play(many.flat());
  expect(guarded.quality.rows).toMatchObject({ taken: 10, held: 4, ignored: 6 });
  guarded.play([...snapshot({ ms: 11 }, 7, [BID, 50, 1]), ...change({ ms: 12 }, 10, 11, [BID, 50, 2])]);
  expect(guarded.shows).toBe('99x1 98x1 97x1 50x2 | ');
  guarded.play([...change({ ms: 13 }, 12, 13, ...huge)]);
  expect(guarded.quality.rows).toMatchObject({ held: 0, ignored: 14 });
  expect(guarded.faults).toEqual({ NO_SNAPSHOT: 1, EVICTED: 7, COVERED: 1 });
});
