import { type Rng } from '#domain/core';
import { BlockSums, type Estimate } from './block-bootstrap.js';
import { blockOf } from './blocks.js';
import { addObservation, leastSquares, sumsWidth } from './least-squares.js';
import { type MarketTape } from './market-tape.js';

/** Bins below which nothing is fitted. */
const BINS_MIN = 30;
/** Cont, Kukanov and Stoikov fit each half hour on its own, as depth and with it the slope change over the day. */
const SLICE_SECONDS = 1800;
/** Points of the scatter that are kept, spread over the sample. */
const POINTS_MAX = 1500;

/**
 * Change of the mid regressed on the order-flow imbalance of the same bin (Cont, Kukanov and Stoikov, J. Financial
 * Econometrics 12(1), 2014): contemporaneous, so it explains and forecasts nothing. R2 is adjusted for degrees of freedom.
 */
export interface OfiRegression {
  readonly binSeconds: number;
  /** Levels whose imbalances enter, each with a slope of its own. */
  readonly levels: number;
  readonly bins: number;
  /** Bins without a mid at one of their ends. */
  readonly dropped: number;
  /** Ticks per 1,000 units of imbalance at the best prices, the other levels held. */
  readonly slopeTicksPerThousand: Estimate;
  readonly interceptTicks: number;
  /** One regression over all bins. */
  readonly pooledR2: Estimate;
  /** Mean over half hours, each fitted on its own, as in the paper; undefined where none has enough bins. */
  readonly halfHourR2: Estimate | undefined;
  /** Some of the bins: imbalance at the best prices (units) against the change of the mid (ticks). */
  readonly points: { readonly ofi: Float64Array; readonly ticks: Float64Array };
}

/** The regression over sessions of one instrument; undefined with less than 30 bins, or where imbalance or mid never moves. */
export const ofiRegression = (
  tapes: readonly MarketTape[],
  binSeconds: number,
  levels: number,
  rng: Rng,
): OfiRegression | undefined => {
  const bins = tapes.flatMap((tape, session) => ofiBins(tape, session, binSeconds, levels));
  const usable = bins.filter(({ ticks }) => !Number.isNaN(ticks));
  if (usable.length < BINS_MIN) return undefined;
  const blocks = new BlockSums(sumsWidth(levels));
  for (const { block, ofi, ticks } of usable) addObservation(blocks.of(block), ofi, ticks);
  const fit = leastSquares(blocks.total(), levels);
  if (fit === undefined) return undefined;
  const [slope, pooledR2] = blocks.estimate((sums) => {
    const drawn = leastSquares(sums, levels);
    return drawn === undefined ? [NaN, NaN] : [drawn.slopes[0]! * 1000, drawn.adjustedR2];
  }, rng);
  return {
    binSeconds,
    levels,
    bins: usable.length,
    dropped: bins.length - usable.length,
    slopeTicksPerThousand: slope!,
    interceptTicks: fit.intercept,
    pooledR2: pooledR2!,
    halfHourR2: sliceMean(usable, levels, rng),
    points: scatter(usable),
  };
};

interface OfiBin {
  readonly block: number;
  readonly slice: number;
  /** Imbalance per level, units. */
  readonly ofi: Float64Array;
  /** Change of the mid over the bin; NaN without a mid at both ends. */
  readonly ticks: number;
}

/** The bins of a session, at whole multiples of their width from the open; one begins where the one before ended. */
const ofiBins = (tape: MarketTape, session: number, binSeconds: number, levels: number): readonly OfiBin[] => {
  const { second, mid, ofi } = tape.seconds;
  const openSecond = tape.openNs / 1e9;
  const first = second.findIndex((end) => (end - openSecond) % binSeconds === 0);
  const bins: OfiBin[] = [];
  if (first < 0) return bins;
  for (let end = first + binSeconds; end < second.length; end += binSeconds) {
    const startNs = second[end - binSeconds]! * 1e9;
    bins.push({
      block: blockOf(session, tape, startNs),
      slice: blockOf(session, tape, startNs, SLICE_SECONDS),
      ofi: Float64Array.from({ length: levels }, (_, level) => sum(ofi[level]!, end - binSeconds + 1, end + 1)),
      ticks: (mid[end]! - mid[end - binSeconds]!) / tape.tickUnits,
    });
  }
  return bins;
};

const sum = (values: Float64Array, from: number, to: number): number => {
  let total = 0;
  for (let i = from; i < to; i += 1) total += values[i]!;
  return total;
};

const sliceMean = (bins: readonly OfiBin[], levels: number, rng: Rng): Estimate | undefined => {
  const slices = new BlockSums(sumsWidth(levels));
  for (const { slice, ofi, ticks } of bins) addObservation(slices.of(slice), ofi, ticks);
  const means = new BlockSums(2);
  slices.blocks.forEach((sums, slice) => {
    const fit = sums[0]! < BINS_MIN ? undefined : leastSquares(sums, levels);
    if (fit === undefined) return;
    means.of(slice).set([1, fit.adjustedR2]);
  });
  return means.blocks.length === 0 ? undefined : means.estimate(([n, r2]) => [r2! / n!], rng)[0];
};

const scatter = (bins: readonly OfiBin[]): OfiRegression['points'] => {
  const step = Math.ceil(bins.length / POINTS_MAX);
  const kept = bins.filter((_, i) => i % step === 0);
  return {
    ofi: Float64Array.from(kept, ({ ofi }) => ofi[0]!),
    ticks: Float64Array.from(kept, ({ ticks }) => ticks),
  };
};
