import { gaussian, quantileBps, quantileCost, type CostDistribution } from '#domain/impact';

/**
 * The cost of a whole of known mean and standard deviation, in the shape of its parts: their quantile functions, each less its mean
 * and in its own standard deviations, averaged by weight. Exact for one part, for normal parts, and for parts of one shape that move
 * together as an elliptical distribution does; the sum of many independent parts is nearer to normal, so that its tail is overstated,
 * never left out.
 */
export const costOfWhole = (
  meanBps: number,
  sdBps: number,
  parts: readonly { readonly cost: CostDistribution; readonly weight: number }[],
): CostDistribution => {
  const shaped = parts.filter(({ cost, weight }) => cost.sdBps > 0 && weight > 0);
  const probabilities = knotsOf(shaped.map(({ cost }) => cost));
  if (probabilities === undefined || sdBps === 0) return gaussian(meanBps, sdBps);
  const total = shaped.reduce((sum, { weight }) => sum + weight, 0);
  const shape = quantileCost(
    probabilities,
    probabilities.map((probability) => {
      let sum = 0;
      for (const { cost, weight } of shaped) {
        sum += (weight * (quantileBps(cost, probability) - cost.meanBps)) / (total * cost.sdBps);
      }
      return sum;
    }),
  );
  if (shape.sdBps === 0) return gaussian(meanBps, sdBps);
  return quantileCost(
    probabilities,
    shape.quantilesBps.map((x) => meanBps + (sdBps * (x - shape.meanBps)) / shape.sdBps),
  );
};

/** Those of the first that has any: models that answer together have the same. */
const knotsOf = (costs: readonly CostDistribution[]): readonly number[] | undefined => {
  for (const cost of costs) if (cost.kind === 'QUANTILES') return cost.probabilities;
  return undefined;
};
