import { bestProbabilities } from './best-probability.js';
import { type ScoredQuote } from './score.js';

export interface RankedQuote extends ScoredQuote {
  /** 1 is the cheapest. */
  readonly rank: number;
  /** Probability that this quote is truly the cheapest of those ranked. */
  readonly bestProbability: number;
}

/**
 * Ranks by all-in cost, cheapest first. Equal costs go by the larger size, then by dealer name, so that the order of
 * arrival never matters.
 */
export const rankQuotes = (scored: readonly ScoredQuote[]): readonly RankedQuote[] => {
  const sorted = [...scored].sort(
    (a, b) =>
      a.allInCostBps - b.allInCostBps ||
      b.quote.quantity - a.quote.quantity ||
      (a.quote.dealer < b.quote.dealer ? -1 : a.quote.dealer > b.quote.dealer ? 1 : 0),
  );
  const probabilities = bestProbabilities(
    sorted.map(({ allInCostBps, ownSdBps, remainderSdBps }) => ({
      meanBps: allInCostBps,
      sdBps: ownSdBps,
      sharedSdBps: remainderSdBps,
    })),
  );
  return sorted.map(({ quote, fair, terms, allInCostBps, ownSdBps, remainderSdBps, edgeToFairBps }, i) => ({
    quote,
    fair,
    terms,
    allInCostBps,
    ownSdBps,
    remainderSdBps,
    edgeToFairBps,
    rank: i + 1,
    bestProbability: probabilities[i]!,
  }));
};
