import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ASK, BID, type EventBatch, type MarketEvent } from '#domain/market-data';
import { syntheticEvents, syntheticInstruments, syntheticTerms, type SyntheticParameters } from './index.js';

const alpha = (seed: number, overrides: Partial<SyntheticParameters> = {}): SyntheticParameters => ({
  ...syntheticInstruments(seed)[0]!,
  ...overrides,
});

/** The events of a session's first seconds; the rest of the day is never generated. */
const firstSeconds = (seconds: number, events: Iterable<EventBatch>): readonly MarketEvent[] => {
  const first: MarketEvent[] = [];
  for (const batch of events) {
    for (const event of batch.toEvents()) {
      if (event.timeNs > seconds * 1e9) return first;
      first.push(event);
    }
  }
  return first;
};

const hash = (parameters: SyntheticParameters): string =>
  createHash('sha256')
    .update(JSON.stringify(firstSeconds(3_600, syntheticEvents(parameters))))
    .digest('hex');

/** A naive book, kept apart from the generator's own. */
class NaiveBook {
  private readonly sides = [new Map<number, number>(), new Map<number, number>()] as const;

  apply(event: MarketEvent): void {
    if (event.kind !== 'LEVEL') return;
    if (event.size === 0) this.sides[event.side].delete(event.price);
    else this.sides[event.side].set(event.price, event.size);
  }

  get bid(): number {
    return Math.max(...this.sides[BID].keys());
  }

  get ask(): number {
    return Math.min(...this.sides[ASK].keys());
  }
}

/** The events that no market would show, after the book that came before them. */
const impossible = (events: readonly MarketEvent[]): readonly MarketEvent[] => {
  const book = new NaiveBook();
  let lastNs = 0;
  return events.filter((event) => {
    const crossed = event.timeNs > lastNs && book.bid >= book.ask;
    const backwards = event.timeNs < lastNs;
    lastNs = event.timeNs;
    book.apply(event);
    return crossed || backwards || isAbsurd(event);
  });
};

const isAbsurd = (event: MarketEvent): boolean => {
  if (event.kind !== 'LEVEL' && event.kind !== 'TRADE') return false;
  const leastSize = event.kind === 'TRADE' ? 100 : 0;
  return !Number.isSafeInteger(event.price) || event.price <= 0 || event.size < leastSize || event.size % 100 !== 0;
};

interface Observed {
  readonly events: number;
  readonly tradedUnits: number;
  readonly crossedBooks: number;
  readonly meanSpreadTicks: number;
  /** Of 5-second mid log returns, scaled to a day of 23,400 s. */
  readonly dailyVolatility: number;
}

function* allEvents(parameters: SyntheticParameters): Generator<MarketEvent> {
  for (const batch of syntheticEvents(parameters)) yield* batch.toEvents();
}

const observe = (parameters: SyntheticParameters): Observed => {
  const book = new NaiveBook();
  const mids: number[] = [];
  let [events, tradedUnits, crossedBooks, spreadNs, lastNs] = [0, 0, 0, 0, 0];
  for (const event of allEvents(parameters)) {
    if (event.timeNs > lastNs) {
      // Between two moments the book stands still: look at it as it was when time moved on.
      const { bid, ask } = book;
      if (bid >= ask) crossedBooks += 1;
      spreadNs += (ask - bid) * (event.timeNs - lastNs);
      while (event.timeNs > (mids.length + 1) * 5e9) mids.push((bid + ask) / 2);
      lastNs = event.timeNs;
    }
    book.apply(event);
    events += 1;
    if (event.kind === 'TRADE') tradedUnits += event.size;
  }
  const returns = mids.slice(1).map((mid, i) => Math.log(mid / mids[i]!));
  const variance = returns.reduce((sum, r) => sum + r * r, 0) / returns.length;
  return {
    events,
    tradedUnits,
    crossedBooks,
    meanSpreadTicks: spreadNs / lastNs,
    dailyVolatility: Math.sqrt(variance * (23_400 / 5)),
  };
};

describe('syntheticEvents', () => {
  it('repeats itself for equal parameters and differs for another seed or instrument', () => {
    const once = hash(alpha(7));
    expect(hash(alpha(7))).toBe(once);
    expect(hash(alpha(8))).not.toBe(once);
    expect(hash(alpha(7, { instrumentId: 'SIM-GAMMA' }))).not.toBe(once);
  });

  it('can be read twice from one object', () => {
    const session = syntheticEvents(alpha(3));
    expect(firstSeconds(60, session)).toEqual(firstSeconds(60, session));
  });

  it('never crosses, moves only forward in time and shows only positive prices and whole lots', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed) => {
        const events = firstSeconds(300, syntheticEvents(alpha(seed)));
        expect(events.at(0)).toEqual({ kind: 'STATUS', timeNs: 0, sequence: 1, status: 'OPEN' });
        expect(impossible(events)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('closes at the end of its session', () => {
    const last = [...allEvents(alpha(7))].at(-1)!;
    expect(last).toMatchObject({ kind: 'STATUS', timeNs: 23_400e9, status: 'CLOSED' });
  });

  it.each([7, 4_294_967_295])('shows a market like the one its terms promise, seed %i', (seed) => {
    for (const parameters of syntheticInstruments(seed)) {
      const observed = observe(parameters);
      const terms = syntheticTerms(parameters);
      const perSecond = observed.events / parameters.sessionSeconds;
      expect(observed.crossedBooks).toBe(0);
      expect(perSecond).toBeGreaterThan(5);
      expect(perSecond).toBeLessThan(20);
      expect(observed.meanSpreadTicks).toBeGreaterThan(1);
      expect(observed.meanSpreadTicks).toBeLessThan(3);
      expect(Math.abs(observed.dailyVolatility / terms.dailyVolatility - 1)).toBeLessThan(0.1);
      expect(Math.abs(observed.tradedUnits / terms.averageDailyVolume - 1)).toBeLessThan(0.05);
    }
  });

  it.each<[Partial<SyntheticParameters>, RegExp]>([
    [{ seed: -1 }, /seed must be an integer/],
    [{ seed: 1.5 }, /seed must be an integer/],
    [{ seed: NaN }, /seed must be an integer/],
    [{ instrumentId: '' }, /instrumentId must be a name/],
    [{ initialPrice: 0 }, /initialPrice must be positive/],
    [{ initialPrice: 0.5 }, /initialPrice must be at least 100 ticks/],
    [{ tickSize: -0.01 }, /tickSize must be positive/],
    [{ roundLotUnits: 0.5 }, /roundLotUnits must be a whole number/],
    [{ meanOrderSizeUnits: 100 }, /meanOrderSizeUnits must be above one lot/],
    [{ sessionSeconds: Infinity }, /sessionSeconds must be positive/],
    [{ dailyVolatility: NaN }, /dailyVolatility must be positive/],
    [{ dailyVolatility: 3 }, /dailyVolatility must be lower/],
    [{ limitOrdersPerSecond: 0.5 }, /limitOrdersPerSecond must be above marketOrdersPerSecond/],
    [{ placementTicks: 1e9 }, /placementTicks must be at most 200/],
  ])('refuses %j', (overrides, message) => {
    expect(() => syntheticEvents(alpha(7, overrides))).toThrow(message);
  });
});
