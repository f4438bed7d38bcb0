import { parseInstant } from '#domain/core';
import { FeatureEngine, NO_SIGNALS, type FamilyFactory, type FeatureContext } from '#domain/features';
import { EventBatch, MarketTracker, type BookSide, type MarketEvent, type MarketSession } from '#domain/market-data';

export const SECOND_NS = 1e9;
export const OPEN_NS = 34_200 * SECOND_NS;

/** A market of one-cent ticks in price units of a cent, open for two hours. */
export const featureSession = (overrides: Partial<MarketSession> = {}): Omit<MarketSession, 'events'> => ({
  instrumentId: 'TEST',
  source: { kind: 'SIMULATED', name: 'hand-made' },
  origin: parseInstant('2012-06-21T04:00:00Z')!,
  openNs: OPEN_NS,
  closeNs: OPEN_NS + 7200 * SECOND_NS,
  priceUnitsPerCurrency: 100,
  sizeUnitsPerUnit: 1,
  tickUnits: 1,
  depth: 'LEVELS',
  ...overrides,
});

interface Market {
  readonly session?: Partial<MarketSession>;
  readonly context?: Partial<FeatureContext>;
}

/** Features at work on a market that a test moves by hand. */
export class FeatureMarket {
  readonly engine: FeatureEngine;
  readonly tracker: MarketTracker;

  constructor(factories: readonly FamilyFactory[], { session: overrides = {}, context = {} }: Market = {}) {
    const session = featureSession(overrides);
    this.tracker = new MarketTracker(session);
    this.engine = new FeatureEngine(
      {
        view: this.tracker.view,
        origin: session.origin,
        priceUnitsPerCurrency: session.priceUnitsPerCurrency,
        terms: {},
        dailyBars: [],
        signals: NO_SIGNALS,
        ...context,
      },
      factories,
    );
    this.tracker.follow(this.engine);
  }

  play(...events: readonly MarketEvent[]): this {
    this.tracker.applyAll(EventBatch.of(events));
    return this;
  }

  /** Seconds since the open. */
  advanceTo(seconds: number): this {
    this.tracker.advanceTo(at(seconds));
    return this;
  }

  vector(): Float64Array {
    const out = new Float64Array(this.engine.definitions.length);
    this.engine.write(out);
    return out;
  }

  value(name: string): number {
    const index = this.engine.definitions.findIndex((definition) => definition.name === name);
    if (index < 0) throw new RangeError(`FeatureMarket: no feature ${name}`);
    return this.vector()[index]!;
  }
}

/** Session time of a moment, in seconds since the open. */
export const at = (seconds: number): number => OPEN_NS + Math.round(seconds * SECOND_NS);

export const level = (seconds: number, side: BookSide, price: number, size: number): MarketEvent => ({
  kind: 'LEVEL',
  timeNs: at(seconds),
  side,
  price,
  size,
});

type Levels = readonly (readonly [price: number, size: number])[];

/** All these levels in one message, best first or not. */
export const book = (seconds: number, bids: Levels, asks: Levels): MarketEvent[] => {
  const levels = [
    ...bids.map(([price, size]) => ({ ...level(seconds, 0, price, size), moreFollows: true })),
    ...asks.map(([price, size]) => ({ ...level(seconds, 1, price, size), moreFollows: true })),
  ];
  return levels.map((event, i) => ({ ...event, moreFollows: i < levels.length - 1 }));
};

/** An execution against a displayed order; `side` is the side that was hit. */
export const trade = (seconds: number, side: BookSide, price: number, size: number): MarketEvent => ({
  kind: 'TRADE',
  timeNs: at(seconds),
  side,
  price,
  size,
  condition: 'DISPLAYED',
});

export const status = (seconds: number, to: 'OPEN' | 'HALTED' | 'CLOSED'): MarketEvent => ({
  kind: 'STATUS',
  timeNs: at(seconds),
  status: to,
});
