import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseInstant, seededRng } from '#domain/core';
import { ASK, BID, EventBatch, MarketTracker, type KnownTerms, type MarketEvent, type MarketSession } from './index.js';

const SECOND = 1e9;
const OPEN = 34_200 * SECOND;

const session: Omit<MarketSession, 'events'> = {
  instrumentId: 'TEST',
  source: { kind: 'SIMULATED', name: 'hand-made' },
  origin: parseInstant('2012-06-21T04:00:00Z')!,
  openNs: OPEN,
  closeNs: 57_600 * SECOND,
  priceUnitsPerCurrency: 10_000,
  sizeUnitsPerUnit: 1,
  tickUnits: 100,
  depth: 'TOP',
  terms: { kind: 'EQUITY', currency: 'USD' },
};

const at = (seconds: number): { timeNs: number } => ({ timeNs: OPEN + seconds * SECOND });
const quote = (seconds: number, bid: number, ask: number): MarketEvent[] => [
  { kind: 'BEST', ...at(seconds), side: BID, price: bid, size: 100 },
  { kind: 'BEST', ...at(seconds), side: ASK, price: ask, size: 200 },
];
const trade = (seconds: number, size: number, condition: 'DISPLAYED' | 'OFF_EXCHANGE' = 'DISPLAYED'): MarketEvent => ({
  kind: 'TRADE',
  ...at(seconds),
  price: 1_000_000,
  size,
  condition,
});
const status = (seconds: number, to: 'OPEN' | 'HALTED' | 'CLOSED'): MarketEvent => ({
  kind: 'STATUS',
  ...at(seconds),
  status: to,
});

const play = (events: readonly MarketEvent[], known?: KnownTerms): MarketTracker => {
  const tracker = new MarketTracker(session, known);
  tracker.applyAll(EventBatch.of(events));
  return tracker;
};

describe('MarketTracker', () => {
  it('shows ten levels, in currency, best first', () => {
    const levels = Array.from({ length: 12 }, (_, i): MarketEvent[] => [
      { kind: 'LEVEL', ...at(0), side: BID, price: 999_900 - i * 100, size: i + 1 },
      { kind: 'LEVEL', ...at(0), side: ASK, price: 1_000_100 + i * 100, size: i + 1 },
    ]);
    const { bids, asks, sequence, exchangeTime } = play(levels.flat()).snapshot();
    expect([bids.length, asks.length, sequence]).toEqual([10, 10, 24]);
    expect([bids[0], bids[9]]).toEqual([
      { price: 99.99, size: 1 },
      { price: 99.9, size: 10 },
    ]);
    expect(asks[0]).toEqual({ price: 100.01, size: 1 });
    expect(exchangeTime).toBe('2012-06-21T13:30:00.000000000Z');
  });

  it('is an empty, closed book before its first event', () => {
    expect(new MarketTracker(session).snapshot()).toMatchObject({
      status: 'CLOSED',
      sequence: 0,
      exchangeTime: '2012-06-21T04:00:00.000000000Z',
      bids: [],
      asks: [],
      tradedVolume: 0,
      averageSpreadBps: 0,
    });
  });

  it.each<[string, MarketEvent[], string]>([
    ['before the open', [status(-1, 'OPEN')], 'CLOSED'],
    ['at the open', [trade(0, 1)], 'OPEN'],
    ['halted', [status(1, 'HALTED'), trade(2, 1)], 'HALTED'],
    ['resumed', [status(1, 'HALTED'), status(2, 'OPEN')], 'OPEN'],
    ['closed early', [status(1, 'CLOSED')], 'CLOSED'],
    ['at the close', [trade(23_400, 1)], 'CLOSED'],
  ])('status %s', (_, events, expected) => {
    expect(play(events).snapshot().status).toBe(expected);
  });

  it('weights the spread by how long it stood, while open', () => {
    const events = [
      ...quote(-60, 900_000, 1_100_000), // before the open: not counted
      ...quote(0, 999_900, 1_000_100), // 2 bps for 30 s
      ...quote(30, 999_800, 1_000_200), // 4 bps for 10 s
      status(40, 'HALTED'), // not counted
      ...quote(90, 999_500, 1_000_500),
      status(100, 'OPEN'), // 10 bps for 10 s
      trade(110, 1),
    ];
    expect(play(events).snapshot().averageSpreadBps).toBeCloseTo((2 * 30 + 4 * 10 + 10 * 10) / 50, 9);
  });

  it('counts every print in volume; the last price is of a regular print on an exchange', () => {
    const tracker = play([trade(1, 100), { ...trade(2, 50, 'OFF_EXCHANGE'), price: 990_000 } as MarketEvent]);
    expect(tracker.snapshot()).toMatchObject({ tradedVolume: 150, lastTradePrice: 100 });
    expect(play([trade(2, 50, 'OFF_EXCHANGE')]).snapshot()).not.toHaveProperty('lastTradePrice');
  });

  it('measures the volatility of a random walk', () => {
    const rng = seededRng(3);
    const stepSd = 0.02 / Math.sqrt(23_400); // 2 % a day, one step per second
    let log = Math.log(1_000_000);
    const tracker = new MarketTracker(session);
    const trailing: number[] = [];
    for (let second = 0; second < 23_400; second += 1) {
      log += stepSd * rng.normal();
      const mid = Math.exp(log);
      tracker.applyAll(EventBatch.of(quote(second, mid - 50, mid + 50)));
      if (second % 300 === 299) trailing.push(tracker.snapshot().realisedDailyVolatility);
    }
    const meanTrailing = trailing.reduce((sum, x) => sum + x, 0) / trailing.length;
    expect(Math.abs(meanTrailing / 0.02 - 1)).toBeLessThan(0.03);
    expect(Math.abs(tracker.snapshot().terms.dailyVolatility / 0.02 - 1)).toBeLessThan(0.03);
  });

  it('says the default volatility, or the known one, until a minute has passed', () => {
    const events = [0, 20, 40, 59].flatMap((s) => quote(s, 999_900 + 50 * s, 1_000_100 + 50 * s));
    expect(play(events).snapshot().realisedDailyVolatility).toBe(0.02);
    expect(play(events, { dailyVolatility: 0.013 }).snapshot().realisedDailyVolatility).toBe(0.013);
  });

  it('has no return across a halt', () => {
    const quiet = Array.from({ length: 13 }, (_, i) => quote(i * 5, 999_900, 1_000_100)).flat();
    const jump = [status(70, 'HALTED'), ...quote(75, 1_199_900, 1_200_100), status(80, 'OPEN'), trade(120, 1)];
    expect(play([...quiet, ...jump]).snapshot().realisedDailyVolatility).toBe(0);
    expect(play([...quiet, jump[1]!, jump[2]!, trade(120, 1)]).snapshot().realisedDailyVolatility).toBeGreaterThan(1);
  });

  it('estimates what is unknown from the session so far, and says so', () => {
    const tracker = play([trade(0, 10_000), trade(11_700, 40_000), trade(11_700, 5_000, 'OFF_EXCHANGE')]);
    const { terms } = tracker.snapshot();
    expect(terms.averageDailyVolume).toBeCloseTo(110_000, 6); // half of the day has passed, and half of its volume
    expect(terms.sharesOutstanding).toBeCloseTo(200 * 110_000, 3);
    expect(terms.estimated).toEqual(['averageDailyVolume', 'dailyVolatility', 'sharesOutstanding']);
    expect(terms).toMatchObject({ tickSize: 0.01, lotSize: 1, contractMultiplier: 1, sessionSeconds: 23_400 });
  });

  it('takes known terms as they are: overrides over the session, the session over defaults', () => {
    const known = { averageDailyVolume: 4e6, dailyVolatility: 0.015, sharesOutstanding: 4.5e8, currency: 'CAD' };
    const { terms } = play([trade(1, 100)], known).snapshot();
    expect(terms).toMatchObject(known);
    expect(terms.estimated).toEqual([]);
  });

  it.each<[KnownTerms, number]>([
    [{ kind: 'FUTURE', contractMultiplier: 50 }, 50],
    [{ kind: 'OPTION' }, 100],
    [{ kind: 'OPTION', contractMultiplier: 10 }, 10],
    [{ kind: 'FUTURE', contractMultiplier: 50, lotSize: 250 }, 250],
    [{ kind: 'EQUITY' }, 1],
    [{ kind: 'SPOT' }, 1e-8],
  ])('of %j the smallest quantity is %d units: a contract does not divide', (known, lotSize) => {
    expect(play([trade(1, 100)], known).snapshot().terms.lotSize).toBe(lotSize);
  });

  it.each<[KnownTerms, boolean]>([
    [{ kind: 'FUTURE' }, true],
    [{ kind: 'FUTURE', contractMultiplier: 50 }, false],
    [{ kind: 'OPTION' }, true],
    [{ kind: 'EQUITY' }, false],
  ])('of %j the multiplier is flagged as assumed: %s', (known, flagged) => {
    const { estimated } = play([trade(1, 100)], known).snapshot().terms;
    expect(estimated.includes('contractMultiplier')).toBe(flagged);
  });

  it('takes the lot of an inverse contract in currency, and its volume in units', () => {
    const known: KnownTerms = { kind: 'PERPETUAL', isInverse: true, contractMultiplier: 10 };
    const { lotSize, averageDailyVolume } = play(quote(0, 999_900, 1_000_100), known).snapshot().terms;
    // Never below 10,000 lots of 10 USD at 100.
    expect([lotSize, averageDailyVolume]).toEqual([10, 1000]);
    expect(play([], { kind: 'PERPETUAL', isInverse: true }).snapshot().terms.estimated).toContain('contractMultiplier');
  });

  it('does not let the first print after the open become a whole day', () => {
    const early = play([trade(0.001, 50_000)]).snapshot().terms.averageDailyVolume;
    expect(early).toBeCloseTo(play([trade(60, 50_000), trade(120, 1)]).snapshot().terms.averageDailyVolume, -5);
    expect(play([trade(5, 1)]).snapshot().terms.averageDailyVolume).toBe(10_000);
  });

  it('tells at once when trading opens or closes or the book goes stale, although no event says so', () => {
    const mids: [second: number, mid: number][] = [];
    const tracker = new MarketTracker(
      { ...session, closeNs: OPEN + 2000 * SECOND },
      {},
      {
        onBook: ({ timeNs, mid }) => mids.push([(timeNs - OPEN) / SECOND, mid]),
        onTrade: () => undefined,
        onSecond: () => undefined,
      },
    );
    const [bid, ask] = quote(-5.5, 999_900, 1_000_100);
    tracker.applyAll(EventBatch.of([{ ...bid!, moreFollows: true }, ask!, ...quote(1500.5, 999_900, 1_000_300)]));
    tracker.advanceTo(OPEN + 2500.5 * SECOND);
    expect(mids).toEqual([
      [-5.5, NaN],
      [0, 1_000_000],
      [900, NaN],
      [1500.5, 1_000_000],
      [1500.5, 1_000_100],
      [2000, NaN],
    ]);
  });

  it('never looks ahead: a snapshot does not change with what follows', () => {
    const step = fc.tuple(fc.nat({ max: 600 }), fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 500 }));
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 60 }), fc.nat(), (steps, cut) => {
        let seconds = 0;
        const events = steps.flatMap(([wait, move, size]) => {
          seconds += wait;
          return [...quote(seconds, 1e6 + move * 100 - 100, 1e6 + move * 100 + 100), trade(seconds, size)];
        });
        const known = events.slice(0, cut % events.length);
        const [alone, tracker] = [play(known), new MarketTracker(session)];
        tracker.applyAll(EventBatch.of(known));
        const before = tracker.snapshot();
        tracker.applyAll(EventBatch.of(events.slice(known.length)));
        expect(before).toEqual(alone.snapshot());
        expect(JSON.stringify(tracker.snapshot())).not.toMatch(/null/); // NaN and Infinity print as null
      }),
    );
  });

  it.each<[string, MarketEvent]>([
    ['time going back', trade(-1, 1)],
    ['a time that is not a number', { ...trade(1, 1), timeNs: NaN }],
    ['a trade of nothing', trade(1, 0)],
    ['a negative size', { kind: 'LEVEL', ...at(1), side: BID, price: 1, size: -1 }],
  ])('throws on %s', (_, event) => {
    const tracker = play([trade(0, 1)]);
    expect(() => {
      tracker.applyAll(EventBatch.of([event]));
    }).toThrow(RangeError);
  });
});
