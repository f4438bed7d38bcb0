import { describe, expect, it } from '@jest/globals';
import { LIQUID_STOCK, SimulatedMarket, type MarketParameters } from '../market/index.js';
import { checkOrderBookMarket, DEFAULT_ORDER_BOOK_MARKET, OrderBookMarket } from './order-book-market.js';
import { DEFAULT_DIFFUSIVE_MARKET, DiffusiveMarket } from './diffusive-market.js';
import { type HedgeFill, type WorkedLitMarket } from './lit-market.js';

const SECOND = 1e9;
const SEEDS = Array.from({ length: 10 }, (_, i) => i + 1);
const BLOCK = 6_000;

/** The default market with a short past, so that opening it costs little. */
const AGENTS: MarketParameters = { ...LIQUID_STOCK, warmUpSeconds: 300 };

type Opener = (seed: number, onFill: HedgeFill) => WorkedLitMarket;

const openBook: Opener = (seed, onFill) => {
  const opened = SimulatedMarket.open(AGENTS, seed);
  if (!opened.ok) throw new Error(opened.error.message);
  return new OrderBookMarket(opened.value, DEFAULT_ORDER_BOOK_MARKET, onFill);
};

const MARKETS: readonly (readonly [string, Opener])[] = [
  ['diffusive', (seed, onFill) => new DiffusiveMarket(seed, DEFAULT_DIFFUSIVE_MARKET, BLOCK, onFill)],
  ['order-book', openBook],
];

interface Fill {
  readonly timeNs: number;
  readonly dealer: number;
  readonly side: 1 | -1;
  readonly quantity: number;
  readonly price: number;
}

interface Played {
  /** After 60, 120 and 240 s. */
  readonly mids: readonly number[];
  readonly fills: readonly Fill[];
}

const FROM_NS = 60 * SECOND;

/** Four minutes of a market in which something is done after one. */
const played = (open: Opener, seed: number, act: (market: WorkedLitMarket) => void = () => undefined): Played => {
  const fills: Fill[] = [];
  const market = open(seed, (timeNs, dealer, side, quantity, price) => {
    fills.push({ timeNs, dealer, side, quantity, price });
  });
  const midAfter = (seconds: number): number => {
    while (market.nextTimeNs <= seconds * SECOND) market.step();
    return market.midAt(seconds * SECOND);
  };
  const before = midAfter(60);
  act(market);
  return { mids: [before, midAfter(120), midAfter(240)], fills };
};

/** What it changes in the mid over seeds, in bps of the same seed without it. */
const changeBps = (runs: readonly Played[], quiet: readonly Played[]): readonly number[] =>
  runs.map(({ mids }, i) => 1e4 * (mids[1]! / quiet[i]!.mids[1]! - 1));

const meanAndError = (values: readonly number[]): { readonly mean: number; readonly error: number } => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
};

describe.each(MARKETS)('a lit market that is %s', (_name, open) => {
  const overSeeds = (act?: (market: WorkedLitMarket) => void): readonly Played[] =>
    SEEDS.map((seed) => played(open, seed, act));
  const quiet = overSeeds();
  const hedge = (side: 1 | -1) => (market: WorkedLitMarket) => {
    market.hedge(FROM_NS, { dealer: 2, side, quantity: BLOCK, overSeconds: 30 });
  };

  it('is one path per seed', () => {
    expect(played(open, 4, hedge(1))).toEqual(played(open, 4, hedge(1)));
    expect(played(open, 4).mids).not.toEqual(played(open, 5).mids);
  });

  it('has nothing to do while nobody asked for anything', () => {
    expect(open(1, () => undefined).nextTimeNs).toBe(Infinity);
  });

  it.each([1, -1] as const)('fills a hedge of side %d for its dealer, within its time', (side) => {
    const { fills } = played(open, 3, hedge(side));
    expect(fills.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(BLOCK);
    for (const fill of fills) {
      expect(fill).toMatchObject({ dealer: 2, side });
      expect(fill.timeNs).toBeGreaterThanOrEqual(FROM_NS);
      expect(fill.timeNs).toBeLessThanOrEqual(FROM_NS + 30 * SECOND);
    }
    expect(fills.map(({ timeNs }) => timeNs)).toEqual(fills.map(({ timeNs }) => timeNs).sort((a, b) => a - b));
  });

  it('tells hedges of several dealers apart', () => {
    const { fills } = played(open, 3, (market) => {
      market.hedge(FROM_NS, { dealer: 0, side: 1, quantity: 400, overSeconds: 20 });
      market.hedge(FROM_NS, { dealer: 1, side: -1, quantity: 700, overSeconds: 40 });
    });
    const units = (of: number): number =>
      fills.filter(({ dealer }) => dealer === of).reduce((sum, { side, quantity }) => sum + side * quantity, 0);
    expect([units(0), units(1)]).toEqual([400, -700]);
  });

  it.each([1, -1] as const)('moves against who hedges on side %d, and makes him pay it', (side) => {
    const runs = overSeeds(hedge(side));
    const { mean, error } = meanAndError(changeBps(runs, quiet));
    expect(side * mean).toBeGreaterThan(3 * error);
    const paid = runs.map(({ fills, mids }) => {
      const cash = fills.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
      return side * (cash / BLOCK / mids[0]! - 1);
    });
    expect(meanAndError(paid).mean).toBeGreaterThan(0);
  });

  it.each(['LEAKAGE', 'INFORMATION'] as const)('drifts the way it is told to by %s', (cause) => {
    const drifted = (bps: number) => {
      const runs = overSeeds((market) => {
        market.drift(FROM_NS, cause, bps, 60);
      });
      return meanAndError(changeBps(runs, quiet));
    };
    const [up, down] = [drifted(4), drifted(-4)];
    expect(up.mean).toBeGreaterThan(3 * up.error);
    expect(down.mean).toBeLessThan(-3 * down.error);
  });
});

describe('hedging in the book', () => {
  it('tells mids and prices as the nearest numbers to whole and half ticks', () => {
    const nearest = (price: number, digits: number): number => Number(price.toFixed(digits));
    for (const seed of SEEDS) {
      const { mids, fills } = played(openBook, seed, (market) => {
        market.hedge(FROM_NS, { dealer: 0, side: 1, quantity: BLOCK, overSeconds: 30 });
      });
      expect(mids).toEqual(mids.map((mid) => nearest(mid, 3)));
      expect(fills.map(({ price }) => price)).toEqual(fills.map(({ price }) => nearest(price, 2)));
    }
  });

  it('is done in round children, and leaves what the book does not have with the dealer', () => {
    const opened = SimulatedMarket.open(AGENTS, 1);
    if (!opened.ok) throw new Error(opened.error.message);
    let filled = 0;
    const all = 1e9;
    const greedy = new OrderBookMarket(opened.value, DEFAULT_ORDER_BOOK_MARKET, (_time, _dealer, _side, quantity) => {
      filled += quantity;
    });
    greedy.hedge(0, { dealer: 0, side: 1, quantity: all, overSeconds: 10 });
    while (greedy.nextTimeNs < Infinity) greedy.step();
    expect(filled).toBeGreaterThan(0);
    expect(filled).toBeLessThan(all);
  });

  it.each([
    [{ childSeconds: 0 }, 'childSeconds'],
    [{ childSeconds: NaN }, 'childSeconds'],
    [{ leastChildUnits: 0.5 }, 'leastChildUnits'],
    [{ driftUnitsPerBps: -1 }, 'driftUnitsPerBps'],
  ])('refuses %j by name', (change, field) => {
    expect(checkOrderBookMarket({ ...DEFAULT_ORDER_BOOK_MARKET, ...change })).toMatchObject({ field });
  });
});
