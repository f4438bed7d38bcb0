import { type ExampleMarket } from './example-market.js';

const BPS = 10_000;
const BLOCK_SHARE_OF_DAY = 0.005;

/** A block worth asking dealers for: half a percent of a day's volume in a number that reads like an order, in units. */
export const blockUnits = ({ averageDailyVolume, lotSize }: ExampleMarket): number => {
  const readable = Number((averageDailyVolume * BLOCK_SHARE_OF_DAY).toPrecision(2));
  return onGrid(Math.max(1, Math.round(readable / lotSize)), lotSize);
};

/** Offers above the mid by about the given bps each, ascending: on the tick, and no two the same. */
export const offersAbove = ({ mid, tickSize }: ExampleMarket, bpsAbove: readonly number[]): readonly number[] => {
  let lastTicks = 0;
  return bpsAbove.map((bps) => {
    const ticks = Math.ceil(withoutNoise((mid * (1 + bps / BPS)) / tickSize));
    lastTicks = Math.max(ticks, lastTicks + 1);
    return onGrid(lastTicks, tickSize);
  });
};

// 10001 steps of 0.01 are 100.01, and not 100.01000000000002.
const onGrid = (steps: number, size: number): number => withoutNoise(steps * size);

const withoutNoise = (value: number): number => Number(value.toPrecision(12));
