import { type OrderFlow } from '#domain/microstructure';
import { type OrderSizes } from '../flow/order-sizes.js';

const LOTS = [1000, 100, 10, 1];
/** A lot is what nearly all sizes are multiples of. */
const MULTIPLES_SHARE = 0.9;

/** The largest power of ten, up to 1000 units, of which nine sizes in ten are multiples; 1 where there is none. */
export const lotOf = (sizes: Float64Array | readonly number[]): number => {
  const isLot = (lot: number): boolean => {
    let multiples = 0;
    for (const size of sizes) multiples += size % lot === 0 ? 1 : 0;
    return multiples >= MULTIPLES_SHARE * sizes.length;
  };
  return LOTS.find(isLot) ?? 1;
};

/** Geometric sizes of a mean. */
export const sizesOfMean = (lotUnits: number, meanUnits: number): OrderSizes => ({
  lotUnits,
  meanLots: Math.max(1, meanUnits / lotUnits),
});

/**
 * Mean lots of a geometric law of which what is larger than the best price displays is only known to be so: with u trades below
 * what was displayed, `1 + sum (lots - 1) / u` (maximum likelihood under right censoring). NaN where all are censored.
 */
export const censoredMeanLots = (
  { units, displayedUnits }: Pick<OrderFlow['trades'], 'units' | 'displayedUnits'>,
  lotUnits: number,
): number => {
  let [whole, beyondOne] = [0, 0];
  for (let i = 0; i < units.length; i += 1) {
    if (units[i]! < displayedUnits[i]!) whole += 1;
    beyondOne += Math.max(0, units[i]! / lotUnits - 1);
  }
  return whole === 0 ? NaN : 1 + beyondOne / whole;
};
