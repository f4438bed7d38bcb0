import { type FairValue } from '../fair-value/index.js';
import { bestByDraws } from './best-by-draws.js';
import { type RankBelief } from './rank-beliefs.js';
import { type QuoteScore } from './quote-score.js';

export interface RankedScore extends QuoteScore, RankBelief {
  /** 1 is the cheapest. */
  readonly rank: number;
}

/**
 * Ranks by all-in cost, cheapest first; equal costs by the larger size, then by dealer name, so that the order of arrival never
 * matters.
 */
export const rankScores = (
  scores: readonly QuoteScore[],
  fair: Pick<FairValue, 'sdBps'>,
  decisionId: string,
): readonly RankedScore[] => {
  const sorted = [...scores].sort(
    (a, b) =>
      a.allInCostBps - b.allInCostBps ||
      b.quote.quantity - a.quote.quantity ||
      (a.quote.dealer < b.quote.dealer ? -1 : a.quote.dealer > b.quote.dealer ? 1 : 0),
  );
  const beliefs = bestByDraws(sorted, fair, decisionId);
  return sorted.map(({ quote, terms, allInCostBps, filledShare, reject, expectedMarkouts }, i) => {
    const { bestProbability, rankLow, rankHigh } = beliefs[i]!;
    // Field by field: two spreads cost a tenth of the decision.
    return {
      quote,
      terms,
      allInCostBps,
      filledShare,
      reject,
      expectedMarkouts,
      bestProbability,
      rankLow,
      rankHigh,
      rank: i + 1,
    };
  });
};
