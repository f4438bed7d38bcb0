import { describe, expect, it } from '@jest/globals';
import { ASK, BID } from '#domain/market-data';
import { BookEventKind, OrderType } from '../order-book/index.js';
import { LIQUID_STOCK, type MarketParameters } from './market-parameters.js';
import { FIRST_DESK, SimulatedMarket } from './simulated-market.js';

const HOUR: MarketParameters = { ...LIQUID_STOCK, sessionSeconds: 3600, warmUpSeconds: 900 };
const UNITS = 6000;
const SEEDS = 8;

/** Bought in so many trades over so many seconds, a pause, sold in so many trades over so many seconds. */
type RoundTrip = readonly [buys: number, buySeconds: number, pause: number, sells: number, sellSeconds: number];

/** What is left in the end, ticks per unit: what was sold for less what was paid. Jumps of value are nobody's skill: net of them. */
const gain = ([buys, buySeconds, pause, sells, sellSeconds]: RoundTrip, seed: number): number => {
  const opened = SimulatedMarket.open(HOUR, seed);
  if (!opened.ok) throw new Error(opened.error.message);
  const market = opened.value;
  let [held, cash] = [0, 0];
  market.listen((events) => {
    for (let row = 0; row < events.length; row += 1) {
      if (events.kind(row) !== BookEventKind.EXECUTED || events.owner(row) !== FIRST_DESK) continue;
      const signed = (events.side(row) === BID ? 1 : -1) * events.quantity(row);
      held += signed;
      cash -= signed * (events.price(row) - market.jumpedTicks);
    }
  });
  for (let k = 0; k < buys; k += 1) {
    market.advanceTo(60 + (buySeconds * k) / buys);
    market.send(FIRST_DESK, BID, OrderType.MARKET, 0, UNITS / buys);
  }
  for (let k = 0; k < sells; k += 1) {
    market.advanceTo(60 + buySeconds + pause + (sellSeconds * k) / sells);
    market.send(FIRST_DESK, ASK, OrderType.MARKET, 0, UNITS / sells);
  }
  expect(held).toBe(0);
  return cash / UNITS;
};

describe('no arbitrage from own impact', () => {
  it.each<[string, RoundTrip]>([
    ['slow in, slow out', [60, 600, 0, 60, 600]],
    ['slow in, out at once', [60, 600, 0, 1, 1]],
    ['in at once, slow out', [1, 1, 0, 60, 600]],
    ['fast in, fast out', [10, 10, 0, 10, 10]],
    ['slow in, a pause, slow out', [60, 600, 600, 60, 600]],
    ['in at once, a pause, out at once', [1, 1, 600, 1, 1]],
  ])('%s loses', (_, trip) => {
    const gains = Array.from({ length: SEEDS }, (__, i) => gain(trip, i + 1));
    const mean = gains.reduce((sum, value) => sum + value, 0) / SEEDS;
    expect(mean).toBeLessThan(0);
  });
});
