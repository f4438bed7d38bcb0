import { beforeAll, describe, expect, it } from '@jest/globals';
import { BPS } from '#domain/core';
import { ASK, BID } from '#domain/market-data';
import { SimulatedMarket } from '../market/simulated-market.js';
import { checkTask } from './execution-task.js';
import { VOLATILITY_SURGE } from './volatility-surge.js';

const { market, task, eventSeconds } = VOLATILITY_SURGE;
const SEEDS = [1, 2, 3, 4, 5, 6];
const WINDOW_SECONDS = 240;
const NEAR_BPS = 8;
/** Ends of the windows in which the market is looked at, seconds after the start of the task. */
const LOOKS = { quiet: 1_800, halfAnHourBefore: eventSeconds - 1_800, event: eventSeconds, late: task.horizonSeconds };

type Name = keyof typeof LOOKS;
const NAMES = Object.keys(LOOKS) as readonly Name[];

/** What nobody's sale has touched: means over the windows and seeds. */
const spreadBps: Record<Name, number> = { quiet: 0, halfAnHourBefore: 0, event: 0, late: 0 };
const nearUnits: Record<Name, number> = { quiet: 0, halfAnHourBefore: 0, event: 0, late: 0 };

const look = (name: Name, { best, book }: SimulatedMarket): void => {
  const weight = 10 / WINDOW_SECONDS / SEEDS.length;
  const [bid, ask] = [book.bestTicks(BID), book.bestTicks(ASK)];
  spreadBps[name] += (weight * (ask - bid) * BPS) / best.midTicks;
  const lowest = Math.ceil(best.midTicks * (1 - NEAR_BPS / BPS));
  for (let price = bid; price >= lowest; price -= 1) nearUnits[name] += weight * book.unitsAt(BID, price);
};

beforeAll(() => {
  for (const seed of SEEDS) {
    const opened = SimulatedMarket.open(market, seed);
    if (!opened.ok) throw new Error(opened.error.message);
    for (const name of NAMES) {
      const end = task.startSeconds + LOOKS[name];
      for (let seconds = end - WINDOW_SECONDS; seconds < end; seconds += 10) {
        opened.value.advanceTo(seconds);
        look(name, opened.value);
      }
    }
  }
});

describe('the volatility surge', () => {
  it('is possible', () => {
    expect(checkTask(task, market)).toBeUndefined();
  });

  it.each<[Name, number, number]>([
    ['quiet', 4, 6],
    ['halfAnHourBefore', 7.5, 11],
    ['event', 18, 30],
    ['late', 4, 7.5],
  ])('%s: the spread is within [%d, %d] bps', (name, low, high) => {
    expect(spreadBps[name]).toBeGreaterThan(low);
    expect(spreadBps[name]).toBeLessThan(high);
  });

  it('leaves next to nothing near the mid at the event, and brings it back', () => {
    expect(nearUnits.event).toBeLessThan(0.2 * nearUnits.quiet);
    expect(nearUnits.late).toBeGreaterThan(0.5 * nearUnits.quiet);
  });
});
