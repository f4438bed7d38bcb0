import { gaussian, type CostDistribution } from '#domain/impact';
import { type QuoteScore } from '../quote-score/index.js';

const { hypot, sqrt } = Math;

/** What trading by way of a quote comes to: beside what is not known of it there is the luck of a reject. */
export const quoteCost = ({ allInCostBps, filledShare, reject, terms }: QuoteScore): CostDistribution => {
  const { probability, moveBps } = reject;
  const rejectLuck = filledShare * moveBps.value * sqrt(probability.value * (1 - probability.value));
  return gaussian(allInCostBps, hypot(rejectLuck, ...terms.map(({ sdBps }) => sdBps)));
};
