import { costBps, normalQuantile, priceAtCost, type Side } from '#domain/core';
import {
  fairPrice,
  fairPrior,
  fairValue,
  quoteErrorOf,
  type FairPrior,
  type FairValue,
  type QuoteEvidence,
} from '#domain/scoring';
import { SHOWN_PROBABILITIES } from '#application/forecast-impact';
import { partSavesBps, type BlockForecasts } from './forecasts.js';
import { volatilityBpsPerSqrtSecond, type EvaluateQuotesInputs, type StandingQuote } from './inputs.js';
import { type KnownDealers } from './known-dealers.js';
import { type FairPriceView } from './ranked-quotes.js';

/** What a block is worth: as the model has it, and given the quotes too. */
export interface BlockWorth {
  readonly arrivalMid: number;
  readonly prior: FairPrior;
  readonly fair: FairValue;
}

export const blockWorth = (
  inputs: EvaluateQuotesInputs,
  forecasts: BlockForecasts<StandingQuote>,
  dealers: KnownDealers,
): BlockWorth => {
  const { request, market, scoring } = inputs;
  const { arrivalMid, ...model } = fairPrice(request.side, market, forecasts.hedge);
  const prior = fairPrior(model, { meanBps: scoring.informationBps.value, sdBps: scoring.informationBps.sd });
  const volatilityBps = volatilityBpsPerSqrtSecond(market);
  const evidence = forecasts.quotes.map((quoted): QuoteEvidence => {
    const { dealer, price, ageSeconds, midMovedBps } = quoted.quote;
    return {
      dealer,
      // As of now and of the whole block, so that quotes of all ages and sizes say something of one value.
      costBps: costBps(request.side, price, arrivalMid) + (midMovedBps ?? 0) + partSavesBps(forecasts, quoted),
      stalenessSdBps: (midMovedBps === null ? 1 : STRAYS_BEYOND_MID) * volatilityBps * Math.sqrt(ageSeconds),
      error: quoteErrorOf(dealers.profile(dealer)),
    };
  });
  return { arrivalMid, prior, fair: fairValue(prior, evidence) };
};

/** How far the worth of a block strays while the mid is known, as a share of how far the mid itself does: a stated prior. */
const STRAYS_BEYOND_MID = 0.3;

export const fairPriceView = (side: Side, { arrivalMid, prior, fair }: BlockWorth): FairPriceView => ({
  price: priceAtCost(side, arrivalMid, fair.costBps),
  costBps: fair.costBps,
  sdBps: fair.sdBps,
  quantiles: SHOWN_PROBABILITIES.map((probability) => ({
    probability,
    price: priceAtCost(side, arrivalMid, fair.costBps + normalQuantile(probability) * fair.sdBps),
  })),
  prior: { costBps: prior.meanBps, sdBps: prior.sdBps, weight: fair.priorWeight },
  bestOfNBps: fair.bestOfNBps,
});
