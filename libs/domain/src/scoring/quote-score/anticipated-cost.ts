import { priceAtCost } from '#domain/core';
import { quoteErrorOf, type DealerProfile } from '../dealer-history/index.js';
import { expectedMinimumBps } from '../fair-value/index.js';
import { REQUOTE_MS } from '../score-terms.js';
import { scoreQuoteTerms, type ProfiledQuote, type ScoringContext } from './quote-score.js';

const { hypot } = Math;

/**
 * What a firm quote of the whole request would cost all in, from a dealer who has not given one: about the fair cost and his bias, known
 * to the errors of both and his own.
 */
export const anticipatedCost = (
  context: ScoringContext,
  dealer: Omit<ProfiledQuote, 'quote' | 'remainder'>,
): { readonly mean: number; readonly sd: number } => {
  const { side, quantity, arrivalMid, fair } = context;
  const { biasBps, biasSdBps, errorSdBps } = quoteErrorOf(dealer.profile);
  const price = priceAtCost(side, arrivalMid, fair.costBps + biasBps);
  const quote = { dealer: dealer.profile.dealer, price, quantity, validForMs: Infinity, lastLookMs: 0 };
  return {
    mean: scoreQuoteTerms(context, { ...dealer, quote }).allInCostBps,
    sd: hypot(fair.sdBps, biasSdBps, errorSdBps),
  };
};

/**
 * What a quote is expected to cost if the client asks these dealers anew: the best of what they would send in `REQUOTE_MS`, by their
 * biases and errors about the fair cost, or `otherwiseBps` where nobody does better.
 */
export const askAnewBps = (fairCostBps: number, dealers: readonly DealerProfile[], otherwiseBps: number): number =>
  expectedMinimumBps(
    dealers.map(({ biasBps, errorSdBps, response }) => ({
      meanBps: fairCostBps + biasBps.value,
      sdBps: errorSdBps.value,
      probability: response.answersWithin(REQUOTE_MS / 1_000),
    })),
    otherwiseBps,
  );
