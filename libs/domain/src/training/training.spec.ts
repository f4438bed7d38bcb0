import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRng } from '#domain/core';
import { ASK, BID, EventBatch, MarketTracker, type MarketEvent, type TradeConditionName } from '#domain/market-data';
import {
  assignTraders,
  Drops,
  flowWindows,
  labelled,
  metaorders,
  midBefore,
  sameSignRuns,
  TapeRecorder,
  TRADER_MAPPINGS,
  volumeBetween,
  type DayTape,
  type ExecutedOrder,
  type TrainingOrder,
} from './index.js';

// A made-up exchange that opens at 00:00:00 and closes after an hour; prices in 1/10,000.
const CLOSE_S = 3600;
const HOURS = { openNs: 0, closeNs: CLOSE_S * 1e9 };
const at = (seconds: number): { timeNs: number } => ({ timeNs: Math.round(seconds * 1e9) });

const quote = (seconds: number, bid: number, ask: number): MarketEvent[] => [
  { kind: 'BEST', ...at(seconds), side: BID, price: bid, size: 100, moreFollows: true },
  { kind: 'BEST', ...at(seconds), side: ASK, price: ask, size: 100 },
];
const print = (
  seconds: number,
  price: number,
  size: number,
  condition: TradeConditionName = 'DISPLAYED',
): MarketEvent[] => [{ kind: 'TRADE', ...at(seconds), price, size, condition }];

const record = (events: readonly MarketEvent[]): DayTape => {
  const recorder = new TapeRecorder();
  const tracker = new MarketTracker(
    {
      instrumentId: 'TEST',
      source: { kind: 'SIMULATED', name: 'hand-made' },
      origin: 0n,
      ...HOURS,
      priceUnitsPerCurrency: 10_000,
      sizeUnitsPerUnit: 1,
      tickUnits: 100,
      depth: 'TOP',
    },
    {},
    recorder,
  );
  tracker.applyAll(EventBatch.of(events));
  return recorder.tape(HOURS);
};

/** 100.00 x 100.02 from the open; from 305 s 100.02 x 100.04; at 360 s 100.04 x 100.06; at the end 100.00 x 100.02. */
const DAY: readonly MarketEvent[] = [
  ...quote(0, 1_000_000, 1_000_200),
  ...print(299, 1_000_200, 100),
  // Two prints of one millisecond and sign are one child; the seller in the same millisecond is another.
  ...print(300.001, 1_000_200, 100),
  ...print(300.001, 1_000_000, 50),
  ...print(300.0015, 1_000_300, 300),
  ...print(301, 1_000_200, 200),
  ...print(302, 1_000_200, 500, 'OFF_EXCHANGE'),
  ...print(303, 1_000_200, 10, 'IRREGULAR'),
  ...print(303, 1_000_200, 7, 'AUCTION'),
  ...print(304, 1_000_200, 100),
  ...quote(305, 1_000_200, 1_000_400),
  ...print(306, 1_000_400, 100),
  ...print(310, 1_000_200, 400),
  ...quote(360, 1_000_400, 1_000_600),
  // A feed that is silent for too long is no market any more.
  ...quote(3390, 1_000_400, 1_000_600),
  ...print(3599, 1_000_400, 100),
  ...quote(3599.5, 1_000_000, 1_000_200),
];

describe('the tape of a day', () => {
  const tape = record(DAY);

  it('merges prints of equal millisecond and sign', () => {
    expect([...tape.childMs]).toEqual([299_000, 300_001, 300_001, 301_000, 304_000, 306_000, 310_000, 3_599_000]);
    expect([...tape.childSign]).toEqual([1, 1, -1, 1, 1, 1, -1, -1]);
    expect([...tape.childSize]).toEqual([100, 400, 50, 200, 100, 100, 400, 100]);
    // (100.02 x 100 + 100.03 x 300)/400
    expect(tape.childNotional[1]! / 400).toBe(1_000_275);
  });

  it('counts every print once', () => {
    expect(tape.prints).toEqual({
      signed: 9,
      offExchange: 1,
      hidden: 0,
      irregular: 1,
      unsigned: 0,
      auction: 1,
      outsideHours: 0,
    });
  });

  it.each([
    [0, NaN],
    [1, 1_000_100],
    [305_000, 1_000_100],
    [305_001, 1_000_300],
    [360_000, 1_000_300],
    [3_600_000, 1_000_100],
  ])('the last mid strictly before %d ms is %d', (timeMs, mid) => {
    expect(midBefore(tape, timeMs)).toBe(mid);
  });

  it.each([
    [300_000, 304_000, 50 + 400 + 200 + 500 + 10],
    [300_001, 300_002, 450],
    [300_002, 301_000, 0],
  ])('volume in [%d, %d) ms is %d: off exchange counts, auctions do not', (startMs, endMs, size) => {
    expect(volumeBetween(tape, startMs, endMs)).toBe(size);
  });

  it('knows no mid where a side is empty or trading stands still', () => {
    const stands = record([
      ...quote(1, 100, 300),
      { kind: 'BEST', ...at(2), side: ASK, price: 300, size: 0 },
      ...quote(3, 100, 300),
      { kind: 'STATUS', ...at(4), status: 'HALTED' },
      { kind: 'STATUS', ...at(5), status: 'OPEN' },
    ]);
    expect([1500, 2500, 3500, 4500, 5500].map((timeMs) => midBefore(stands, timeMs))).toEqual([
      200,
      NaN,
      200,
      NaN,
      200,
    ]);
  });

  it('is covered to the close, or to its last event when that is over a minute earlier', () => {
    expect(tape.coveredMs).toBe(3_600_000);
    expect(record(quote(3540, 100, 300)).coveredMs).toBe(3_600_000);
    expect(record(quote(1000, 100, 300)).coveredMs).toBe(1_000_000);
  });
});

describe('windows of net flow', () => {
  const tape = record(DAY);
  const drops = new Drops();
  const windows = flowWindows(tape, 100, drops).map((order) => labelled(order, tape)!);
  const first = (config: string): TrainingOrder => windows.find((row) => row.config === config)!;

  it('the window from 5 minutes on, by hand', () => {
    // Bought 400 + 200 + 100 + 100, sold 50 + 400: net +350, filled at the price of the 800 bought.
    const fill = (400 * 1_000_275 + 200 * 1_000_200 + 100 * 1_000_200 + 100 * 1_000_400) / 800;
    const bps = (price: number): number => ((price - 1_000_100) / 1_000_100) * 10_000;
    const row = first('T30');
    expect(row).toMatchObject({
      definition: 'W',
      sign: 1,
      startMs: 300_000,
      endMs: 330_000,
      durationSeconds: 30,
      size: 350,
      children: 6,
      arrivalMid: 1_000_100,
      onGrid: true,
      marketVolume: 50 + 400 + 200 + 500 + 10 + 100 + 100 + 400,
    });
    expect(row.fillPrice).toBe(fill);
    expect(row.labels.slippageBps).toBeCloseTo(bps(fill), 9);
    expect(row.labels.peakBps).toBeCloseTo(bps(1_000_300), 9);
    expect(row.labels.perm1Bps).toBeCloseTo(bps(1_000_500), 9);
    expect(row.labels.perm15Bps).toBeCloseTo(bps(1_000_500), 9);
    expect(row.labels.permCloseBps).toBe(0);
  });

  it('lie every 30 s, each length on its own grid', () => {
    expect(windows.map(({ config, startMs, onGrid }) => [config, startMs / 1000, onGrid])).toEqual([
      ['T30', 300, true],
      ['T120', 300, true],
      ['T300', 300, true],
      ['T900', 300, true],
    ]);
    const every = flowWindows({ ...tape, childMs: tape.childMs.map((_, i) => 400_000 + i) }, 0, new Drops());
    expect(
      every.filter(({ config }) => config === 'T120').map(({ startMs, onGrid }) => [startMs / 1000, onGrid]),
    ).toEqual([
      [300, true],
      [330, false],
      [360, false],
      [390, false],
    ]);
  });

  it('say why there are no more of them', () => {
    const possible = [30, 120, 300, 900].reduce((sum, seconds) => sum + Math.floor((3300 - seconds) / 30) + 1, 0);
    expect(drops.toRecord()).toEqual({ 'W FEWER_THAN_5_CHILDREN': possible - windows.length });
    const small = new Drops();
    expect(flowWindows(tape, 351, small)).toEqual([]);
    expect(small.toRecord()).toMatchObject({ 'W NET_FLOW_TOO_SMALL': 4 });
  });

  it('end with the recording', () => {
    const cut = new Drops();
    const short = flowWindows(record(DAY.slice(0, -6)), 100, cut);
    expect(short.map(({ config }) => config)).toEqual(['T30']);
    expect(cut.toRecord()['W ENDS_AFTER_THE_RECORDING']).toBeGreaterThan(300);
  });
});

describe('labels', () => {
  const tape = record(DAY);
  const order = (over: Partial<ExecutedOrder> = {}): ExecutedOrder => ({
    definition: 'M',
    config: 'H20',
    sign: 1,
    startMs: 300_001,
    endMs: 306_001,
    durationSeconds: 5.999,
    size: 100,
    orderedSize: 100,
    children: 5,
    fillPrice: 1_000_300,
    onGrid: true,
    ...over,
  });

  it('of a sell are those of a buy with the other sign', () => {
    const buy = labelled(order(), tape)!.labels;
    const sell = labelled(order({ sign: -1 }), tape)!.labels;
    for (const name of ['slippageBps', 'peakBps', 'perm1Bps', 'perm5Bps', 'perm15Bps', 'permCloseBps'] as const) {
      expect(sell[name]).toBe(0 - buy[name]);
    }
  });

  it('are missing past the close, never invented', () => {
    const { labels } = labelled(order({ startMs: 3_400_000, endMs: 3_500_000 }), tape)!;
    expect(
      Object.entries(labels)
        .filter(([, value]) => Number.isNaN(value))
        .map(([name]) => name),
    ).toEqual(['perm5Bps', 'perm15Bps']);
  });

  it('need a mid before the start', () => {
    expect(labelled(order({ startMs: 0 }), tape)).toBeUndefined();
  });

  it('see the answer to the last millisecond: the quote at the end counts, a later one does not', () => {
    const peakAt = (endMs: number): number => labelled(order({ endMs }), tape)!.labels.peakBps;
    expect(peakAt(305_000)).toBe(0);
    expect(peakAt(305_001)).toBeGreaterThan(1.9);
  });
});

describe('synthetic metaorders', () => {
  const signsAndTraders = fc.array(fc.tuple(fc.constantFrom(1, -1), fc.nat(4)), { maxLength: 200 });

  it("runs of same-sign children partition every trader's children, and none can be longer", () => {
    fc.assert(
      fc.property(signsAndTraders, (children) => {
        const signs = children.map(([sign]) => sign);
        const traders = children.map(([, trader]) => trader);
        const runs = sameSignRuns(signs, traders);
        expect(runs.flat().sort((a, b) => a - b)).toEqual(children.map((_, i) => i));
        for (const run of runs) {
          expect(new Set(run.map((child) => `${traders[child]!} ${signs[child]!}`)).size).toBe(1);
          expect(run).toEqual([...run].sort((a, b) => a - b));
        }
        for (const trader of new Set(traders)) {
          const ofTrader = runs.filter(([child]) => traders[child!] === trader);
          for (const [i, run] of ofTrader.slice(1).entries()) {
            const before = ofTrader[i]!;
            expect(signs[run[0]!]).toBe(-signs[before[0]!]!);
            expect(run[0]).toBeGreaterThan(before.at(-1)!);
          }
        }
      }),
    );
  });

  it('a run of five children of one trader, by hand', () => {
    const tape = record(DAY);
    const drops = new Drops();
    // All buys to trader 0, all sells to trader 1: the buy at 299 s belongs to the run, which so begins too early.
    const traders = [...tape.childSign].map((sign) => (sign === 1 ? 0 : 1));
    expect(metaorders(tape, 'X', traders, drops)).toEqual([]);
    expect(drops.toRecord()).toEqual({ 'M FEWER_THAN_5_CHILDREN': 1, 'M STARTS_IN_FIRST_5_MINUTES': 1 });
    const [order] = metaorders(
      record([...DAY.slice(0, 2), ...DAY.slice(3), ...print(3599.9, 1_000_200, 150)]),
      'X',
      [0, 1, 0, 0, 0, 1, 1, 0],
      drops,
    );
    expect(order).toEqual({
      definition: 'M',
      config: 'X',
      sign: 1,
      startMs: 300_001,
      endMs: 3_599_901,
      durationSeconds: 3299.899,
      size: 400 + 200 + 100 + 100 + 150,
      orderedSize: 950,
      children: 5,
      fillPrice: (400 * 1_000_275 + 300 * 1_000_200 + 100 * 1_000_400 + 150 * 1_000_200) / 950,
      onGrid: true,
    });
  });

  it('of less than a second count as one of a second, which so stays a rate that can be', () => {
    const burst = record([
      ...DAY.slice(0, 2),
      ...[1, 2, 3, 4, 5].flatMap((i) => print(400 + i / 1000, 1_000_200, 100)),
    ]);
    const orders = metaorders(burst, 'X', new Uint8Array(burst.childMs.length), new Drops());
    expect(orders.map(({ startMs, endMs, durationSeconds }) => [endMs - startMs, durationSeconds])).toEqual([[5, 1]]);
  });

  it.each(TRADER_MAPPINGS)('$name deals children out as often as it says', (mapping) => {
    const children = 200_000;
    const counts = new Map<number, number>();
    for (const trader of assignTraders(mapping, children, seededRng(5))) {
      counts.set(trader, (counts.get(trader) ?? 0) + 1);
    }
    const weights = Array.from({ length: mapping.traders }, (_, k) =>
      mapping.frequency === 'EQUAL' ? 1 : 1 / (k + 1),
    );
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    expect(counts.size).toBe(mapping.traders);
    for (const [trader, weight] of weights.entries()) {
      const share = weight / total;
      const sd = Math.sqrt((share * (1 - share)) / children);
      expect(Math.abs(counts.get(trader)! / children - share)).toBeLessThan(5 * sd);
    }
  });

  it('what comes later changes no assignment', () => {
    const [mapping] = TRADER_MAPPINGS;
    const long = assignTraders(mapping!, 1000, seededRng(3));
    expect(assignTraders(mapping!, 400, seededRng(3))).toEqual(long.slice(0, 400));
    expect(assignTraders(mapping!, 1000, seededRng(4))).not.toEqual(long);
  });
});
