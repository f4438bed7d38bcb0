import { type Rng } from '#domain/core';
import { BlockSums, type Estimate } from '#domain/microstructure';
import { MARKOUT_SECONDS, type OrderResult, type ShortfallBps } from './order-result.js';

/** What is resampled for the intervals: whole days, or five minutes of arrivals where there are too few days. */
export type Cluster = 'DAY' | 'FIVE_MINUTES';

/** The orders worked one way, each counted once. Means over orders, bps of the arrival mid, positive is worse. */
export interface WaySummary {
  readonly way: string;
  readonly orders: number;
  readonly days: number;
  readonly intervalsOver: Cluster;
  readonly shortfallBps: Readonly<Record<keyof ShortfallBps, Estimate>>;
  /** Weighted by what each order is worth at its arrival mid. */
  readonly weightedShortfallBps: Estimate;
  /** Against the first way, order by order; of the first way itself 0. */
  readonly differenceBps: Estimate;
  /** Shares of what was ordered. */
  readonly filledShare: Estimate;
  readonly addedShare: Estimate;
  /** Mean over the orders of which it is known, at `MARKOUT_SECONDS`. */
  readonly markoutsBps: readonly Estimate[];
}

const PARTS = ['total', 'spread', 'timing', 'ownImpact', 'fees', 'opportunity'] as const;
/** Columns of the sums: orders, the parts, and then these, and two for each markout. */
const WORTH = 1 + PARTS.length;
const WORTH_COST = WORTH + 1;
const DIFFERENCE = WORTH + 2;
const FILLED = WORTH + 3;
const ADDED = WORTH + 4;
const MARKOUTS = WORTH + 5;
const WIDTH = MARKOUTS + 2 * MARKOUT_SECONDS.length;
/** More blocks than any day has. */
const BLOCKS_PER_DAY = 100_000;
const BLOCK_NS = 300e9;

/** One order as each way worked it. */
export interface SummedOrder {
  /** Number of its day: of whatever happens on one day nothing is independent. */
  readonly day: number;
  /** Of one way each, in the order of the ways. */
  readonly results: readonly OrderResult[];
  /** At the arrival mid, in currency: what the weighted mean weighs with. */
  readonly worth: number;
}

/** Sums the results of many orders, so that memory does not grow with them. */
export class BacktestSummary {
  private readonly sums: readonly { readonly byDay: BlockSums; readonly byBlock: BlockSums }[];
  private readonly days = new Set<number>();

  constructor(private readonly ways: readonly string[]) {
    this.sums = ways.map(() => ({ byDay: new BlockSums(WIDTH), byBlock: new BlockSums(WIDTH) }));
  }

  add({ day, results, worth }: SummedOrder): void {
    this.days.add(day);
    const [first] = results;
    results.forEach((result, way) => {
      const block = day * BLOCKS_PER_DAY + Math.floor(result.order.startNs / BLOCK_NS);
      const { byDay, byBlock } = this.sums[way]!;
      for (const sums of [byDay.of(day), byBlock.of(block)]) addTo(sums, result, first!, worth);
    });
  }

  /** By days where there are enough of them for an interval. */
  summarise(rng: Rng): readonly WaySummary[] {
    return this.ways.map((way, i) => {
      const { byDay, byBlock } = this.sums[i]!;
      const overDays = byDay.estimate(statistics, rng);
      const hasInterval = !Number.isNaN(overDays[0]!.low);
      const estimates = hasInterval ? overDays : byBlock.estimate(statistics, rng);
      return {
        way,
        orders: byDay.total()[0]!,
        days: this.days.size,
        intervalsOver: hasInterval ? 'DAY' : 'FIVE_MINUTES',
        ...named(estimates),
      };
    });
  }
}

const addTo = (sums: Float64Array, result: OrderResult, first: OrderResult, worth: number): void => {
  const { shortfallBps, order, filledSize, addedSize, markoutsBps } = result;
  sums[0]! += 1;
  PARTS.forEach((part, i) => {
    sums[1 + i]! += shortfallBps[part];
  });
  sums[WORTH]! += worth;
  sums[WORTH_COST]! += worth * shortfallBps.total;
  sums[DIFFERENCE]! += shortfallBps.total - first.shortfallBps.total;
  sums[FILLED]! += filledSize / order.size;
  sums[ADDED]! += addedSize / order.size;
  markoutsBps.forEach((markoutBps, i) => {
    if (Number.isNaN(markoutBps)) return;
    sums[MARKOUTS + 2 * i]! += 1;
    sums[MARKOUTS + 2 * i + 1]! += markoutBps;
  });
};

/** In the order in which `named` takes them apart. */
const statistics = (sums: Float64Array): readonly number[] => [
  ...PARTS.map((_, i) => sums[1 + i]! / sums[0]!),
  sums[WORTH_COST]! / sums[WORTH]!,
  ...[DIFFERENCE, FILLED, ADDED].map((column) => sums[column]! / sums[0]!),
  ...MARKOUT_SECONDS.map((_, i) => sums[MARKOUTS + 2 * i + 1]! / sums[MARKOUTS + 2 * i]!),
];

const named = (estimates: readonly Estimate[]): Omit<WaySummary, 'way' | 'orders' | 'days' | 'intervalsOver'> => {
  const [total, spread, timing, ownImpact, fees, opportunity, weighted, difference, filled, added, ...markouts] =
    estimates as [Estimate, Estimate, Estimate, Estimate, Estimate, Estimate, Estimate, Estimate, Estimate, Estimate];
  return {
    shortfallBps: { total, spread, timing, ownImpact, fees, opportunity },
    weightedShortfallBps: weighted,
    differenceBps: difference,
    filledShare: filled,
    addedShare: added,
    markoutsBps: markouts,
  };
};
