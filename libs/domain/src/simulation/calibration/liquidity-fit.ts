import { type Rng } from '#domain/core';
import {
  CANCELLED_UNITS,
  DISTANCE_BINS,
  distancesOf,
  FLOW_FIELDS,
  flowBlocks,
  LIMIT_ORDERS,
  PRICE_SECONDS,
  UNIT_SECONDS,
  type Estimate,
  type OrderFlow,
} from '#domain/microstructure';
import { type ZeroIntelligenceRates } from '../flow/zero-intelligence/zero-intelligence-rates.js';
import { estimated, type FittedParameter } from './fitted.js';

export interface LiquidityFit {
  readonly rates: ZeroIntelligenceRates;
  readonly parameters: readonly FittedParameter[];
}

/** A bin in sight for a smaller share of the time than this says nothing. */
const IN_SIGHT_MIN = 0.02;

/**
 * Rates by distance as Cont, Stoikov and Talreja (2010, 3.2) estimate them: limit orders over the time in which the distance was in
 * sight, cancelled units over the integral of the units that rested there. Undefined where no depth is told. Distances that
 * were hardly ever in sight have no orders; theirs is the last hazard.
 */
export const fitLiquidity = (flows: readonly OrderFlow[], rng: Rng): LiquidityFit | undefined => {
  const blocks = flowBlocks(flows);
  const total = blocks.total();
  const at = (sums: Float64Array, bin: number, field: number): number => sums[bin * FLOW_FIELDS + field]!;
  const sightPerPrice = (bin: number): number => at(total, bin, PRICE_SECONDS) / widthOf(bin);
  const most = Math.max(...BINS.map(sightPerPrice));
  const inSight = BINS.filter((bin) => sightPerPrice(bin) >= IN_SIGHT_MIN * most && most > 0);
  const last = inSight.findLast((bin) => at(total, bin, LIMIT_ORDERS) > 0);
  if (last === undefined) return undefined;
  const bins = BINS.slice(0, last + 1);
  const estimates = blocks.estimate(
    (sums) => [
      ...bins.map((bin) => at(sums, bin, LIMIT_ORDERS) / at(sums, bin, PRICE_SECONDS)),
      ...bins.map((bin) => at(sums, bin, CANCELLED_UNITS) / at(sums, bin, UNIT_SECONDS)),
    ],
    rng,
  );
  const [limits, hazards] = [estimates.slice(0, bins.length), filled(estimates.slice(bins.length))];
  return {
    rates: { limit: byDistance(bins, limits), cancel: byDistance(bins, hazards), market: 0 },
    parameters: bins.flatMap((bin) => [
      estimated(`liquidity.limit.${named(bin)}`, limits[bin]!, 'orders over the time in sight'),
      estimated(`liquidity.cancel.${named(bin)}`, hazards[bin]!, 'units taken back over the integral of units at rest'),
    ]),
  };
};

const BINS = Array.from({ length: DISTANCE_BINS }, (_, bin) => bin);

const widthOf = (bin: number): number => distancesOf(bin)[1] - distancesOf(bin)[0] + 1;

const named = (bin: number): string => distancesOf(bin).join('-');

const byDistance = (bins: readonly number[], rates: readonly Estimate[]): readonly number[] =>
  bins.flatMap((bin) => new Array<number>(widthOf(bin)).fill(rates[bin]!.value));

/** Where nothing rested or nothing was taken back, the hazard is that of the nearest bin that has one. */
const filled = (hazards: readonly Estimate[]): readonly Estimate[] => {
  const known = hazards.map(({ value }, bin) => (value > 0 ? bin : NaN)).filter((bin) => !Number.isNaN(bin));
  return hazards.map((hazard, bin) => {
    const nearest = known.reduce((best, one) => (Math.abs(one - bin) < Math.abs(best - bin) ? one : best), known[0]!);
    return hazard.value > 0 ? hazard : { ...hazards[nearest]!, low: NaN, high: NaN };
  });
};
