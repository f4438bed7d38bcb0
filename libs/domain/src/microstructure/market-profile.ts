import { BPS, type Rng } from '#domain/core';
import { BlockSums, type Estimate } from './block-bootstrap.js';
import { blockOf } from './blocks.js';
import { type MarketTape } from './market-tape.js';
import { DISTANCE_BINS, distancesOf } from './order-flow/distance-bins.js';
import {
  CANCELLED_UNITS,
  FLOW_FIELDS,
  FLOW_WIDTH,
  LIMIT_ORDERS,
  PRICE_SECONDS,
  SECONDS,
  TRADES,
  UNIT_SECONDS,
  type OrderFlow,
} from './order-flow/order-flow.js';
import { signCorrelation, type LaggedEstimate } from './response.js';

/** What one market, recorded or simulated, looks like to whoever compares it with another; 95 % intervals over five-minute blocks. */
export interface MarketProfile {
  readonly meanSpreadTicks: Estimate;
  readonly meanSpreadBps: Estimate;
  /** Share of the seconds with a spread of so many ticks. */
  readonly spreads: readonly ({ readonly fromTicks: number; readonly toTicks: number } & Estimate)[];
  /** Units that rest at one price of one side, by distance from the other side's best; empty where no depth is told. */
  readonly depth: readonly ({ readonly fromTicks: number; readonly toTicks: number } & Estimate)[];
  /** Log returns of the mid over intervals that do not overlap. */
  readonly returns: readonly ReturnProfile[];
  readonly signCorrelation: readonly LaggedEstimate[];
  /** Per second, both sides together, up to `MOST_DISTANCE` ticks away. */
  readonly tradesPerSecond: Estimate;
  readonly limitOrdersPerSecond: Estimate;
  readonly cancelledUnitsPerSecond: Estimate;
}

export interface ReturnProfile {
  readonly intervalSeconds: number;
  readonly hourlyVolatilityBps: Estimate;
  readonly excessKurtosis: Estimate;
  /** Share of the returns beyond so many standard deviations. */
  readonly tails: readonly ({ readonly sds: number } & Estimate)[];
}

const INTERVALS_SECONDS = [1, 5, 10, 30, 60, 300, 900];
/** Returns below which an interval is left out. */
const RETURNS_MIN = 20;
const TAIL_SDS = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6];

/** Of sessions of one instrument; `flows` belong to `tapes` one by one. `rng` draws the bootstraps. */
export const marketProfile = (tapes: readonly MarketTape[], flows: readonly OrderFlow[], rng: Rng): MarketProfile => ({
  ...spreadProfile(tapes, rng),
  returns: INTERVALS_SECONDS.map((seconds) => returnProfile(tapes, seconds, rng)).filter(
    (profile) => profile !== undefined,
  ),
  signCorrelation: signCorrelation(tapes, rng),
  ...flowProfile(flows, rng),
});

const spreadProfile = (
  tapes: readonly MarketTape[],
  rng: Rng,
): Pick<MarketProfile, 'meanSpreadTicks' | 'meanSpreadBps' | 'spreads'> => {
  const blocks = new BlockSums(3 + DISTANCE_BINS);
  tapes.forEach((tape, session) => {
    const { second, mid, spread } = tape.seconds;
    for (let i = 0; i < mid.length; i += 1) {
      if (Number.isNaN(mid[i]!)) continue;
      const sums = blocks.of(blockOf(session, tape, second[i]! * 1e9 - 1));
      const ticks = spread[i]! / tape.tickUnits;
      sums[0]! += 1;
      sums[1]! += ticks;
      sums[2]! += (spread[i]! * BPS) / mid[i]!;
      sums[3 + spreadBin(ticks)]! += 1;
    }
  });
  const [ticks, bps, ...shares] = blocks.estimate(
    (sums) => [sums[1]! / sums[0]!, sums[2]! / sums[0]!, ...[...sums.subarray(3)].map((n) => n / sums[0]!)],
    rng,
  ) as [Estimate, Estimate, ...Estimate[]];
  return {
    meanSpreadTicks: ticks,
    meanSpreadBps: bps,
    spreads: byDistance(shares).filter(({ value }) => value > 0),
  };
};

/** What is wider than the last bin is in it. */
const spreadBin = (ticks: number): number => {
  let bin = 0;
  while (bin + 1 < DISTANCE_BINS && distancesOf(bin + 1)[0] <= Math.round(ticks)) bin += 1;
  return bin;
};

const byDistance = (
  estimates: readonly Estimate[],
): readonly ({ readonly fromTicks: number; readonly toTicks: number } & Estimate)[] =>
  estimates.map((estimate, bin) => {
    const [fromTicks, toTicks] = distancesOf(bin);
    return { fromTicks, toTicks, ...estimate };
  });

const returnProfile = (tapes: readonly MarketTape[], intervalSeconds: number, rng: Rng): ReturnProfile | undefined => {
  const [sd, count] = standardDeviation(tapes, intervalSeconds);
  if (count < RETURNS_MIN) return undefined;
  const blocks = new BlockSums(3 + TAIL_SDS.length);
  eachReturn(tapes, intervalSeconds, (logReturn, block) => {
    const sums = blocks.of(block);
    const square = logReturn * logReturn;
    sums[0]! += 1;
    sums[1]! += square;
    sums[2]! += square * square;
    for (let k = 0; k < TAIL_SDS.length && Math.abs(logReturn) > TAIL_SDS[k]! * sd; k += 1) sums[3 + k]! += 1;
  });
  const [volatility, kurtosis, ...tails] = blocks.estimate((sums) => {
    const [n, squares, fourths] = sums as unknown as readonly [number, number, number];
    return [
      BPS * Math.sqrt(((squares / n) * 3600) / intervalSeconds),
      (n * fourths) / squares ** 2 - 3,
      ...[...sums.subarray(3)].map((beyond) => beyond / n),
    ];
  }, rng) as [Estimate, Estimate, ...Estimate[]];
  return {
    intervalSeconds,
    hourlyVolatilityBps: volatility,
    excessKurtosis: kurtosis,
    tails: tails.map((estimate, k) => ({ sds: TAIL_SDS[k]!, ...estimate })),
  };
};

const standardDeviation = (tapes: readonly MarketTape[], intervalSeconds: number): readonly [number, number] => {
  let [squares, n] = [0, 0];
  eachReturn(tapes, intervalSeconds, (logReturn) => {
    squares += logReturn * logReturn;
    n += 1;
  });
  return [Math.sqrt(squares / n), n];
};

const eachReturn = (
  tapes: readonly MarketTape[],
  intervalSeconds: number,
  visit: (logReturn: number, block: number) => void,
): void => {
  tapes.forEach((tape, session) => {
    const { second, mid } = tape.seconds;
    for (let i = intervalSeconds; i < mid.length; i += intervalSeconds) {
      const logReturn = Math.log(mid[i]! / mid[i - intervalSeconds]!);
      if (!Number.isNaN(logReturn)) visit(logReturn, blockOf(session, tape, second[i]! * 1e9 - 1));
    }
  });
};

const flowProfile = (
  flows: readonly OrderFlow[],
  rng: Rng,
): Pick<MarketProfile, 'depth' | 'tradesPerSecond' | 'limitOrdersPerSecond' | 'cancelledUnitsPerSecond'> => {
  const sumOf = (sums: Float64Array, field: number): number => {
    let total = 0;
    for (let bin = 0; bin < DISTANCE_BINS; bin += 1) total += sums[bin * FLOW_FIELDS + field]!;
    return total;
  };
  const [trades, limits, cancels, ...depth] = flowBlocks(flows).estimate(
    (sums) => [
      sums[TRADES]! / sums[SECONDS]!,
      sumOf(sums, LIMIT_ORDERS) / sums[SECONDS]!,
      sumOf(sums, CANCELLED_UNITS) / sums[SECONDS]!,
      ...Array.from(
        { length: DISTANCE_BINS },
        (_, bin) => sums[bin * FLOW_FIELDS + UNIT_SECONDS]! / sums[bin * FLOW_FIELDS + PRICE_SECONDS]!,
      ),
    ],
    rng,
  ) as [Estimate, Estimate, Estimate, ...Estimate[]];
  return {
    tradesPerSecond: trades,
    limitOrdersPerSecond: limits,
    cancelledUnitsPerSecond: cancels,
    depth: byDistance(depth).filter(({ value }) => !Number.isNaN(value)),
  };
};

/** The sums of all sessions, their blocks apart. */
export const flowBlocks = (flows: readonly OrderFlow[]): BlockSums => {
  const blocks = new BlockSums(FLOW_WIDTH);
  flows
    .flatMap((flow) => flow.blocks.blocks)
    .forEach((sums, i) => {
      blocks.of(i).set(sums);
    });
  return blocks;
};
