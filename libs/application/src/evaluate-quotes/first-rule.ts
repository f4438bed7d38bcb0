import { err, normalQuantile, ok, type Result } from '#domain/core';
import { bestAlternative } from '#domain/execution';
import { type ImpactForecast } from '#domain/impact';
import { type FeatureSnapshot } from '#domain/features';
import { type TwoSidedMarket } from '#domain/market-data';
import { type Quote, type QuoteRequest } from '#domain/rfq';
import { advise, eligibleQuotes, fairPrice, fairPriceQuantile, rankQuotes, scoreQuote } from '#domain/scoring';
import { marketView } from '#application/decidable-market';
import { costView, forecastView, SHOWN_PROBABILITIES } from '#application/forecast-impact';
import { nothingToScore, type AllQuotesExpired, type NoQuoteScorable } from './failure.js';
import { blockForecasts } from './forecasts.js';

/** What an evaluation of before rule 2 was computed from. */
export interface FirstRuleInputs {
  readonly decisionId: string;
  readonly decidedAt: string;
  readonly request: QuoteRequest;
  readonly quotes: readonly Quote[];
  readonly market: TwoSidedMarket;
  /** Absent from the oldest. */
  readonly features?: FeatureSnapshot | null;
  readonly riskAversion: number;
  readonly forecasts: readonly ImpactForecast[];
}

/** How quotes were ranked before rule 2: kept so that the decisions of that time replay, and nothing else uses it. */
export const decideByFirstRule = (inputs: FirstRuleInputs): Result<object, AllQuotesExpired | NoQuoteScorable> => {
  const { request, market, features = null, riskAversion } = inputs;
  const { eligible, discarded } = eligibleQuotes(inputs.quotes, market);
  if (eligible.length === 0) return err(nothingToScore(discarded.map(({ reason }) => reason)));
  const forecasts = blockForecasts(request, eligible, market, features, inputs.forecasts);
  const fair = fairPrice(request.side, market, forecasts.hedge);
  const ranked = rankQuotes(
    forecasts.quotes.map(({ quote, hedge, remainder }) =>
      scoreQuote(request.side, request.quantity, market, {
        quote,
        fair: fairPrice(request.side, market, hedge),
        ...(remainder !== undefined && { remainder }),
      }),
    ),
  );
  const alternative = bestAlternative(forecasts.strategies, riskAversion);
  return ok({
    decisionId: inputs.decisionId,
    decidedAt: inputs.decidedAt,
    request,
    market: marketView(market),
    fairPrice: {
      price: fair.price,
      costBps: fair.costBps,
      sdBps: fair.sdBps,
      quantiles: SHOWN_PROBABILITIES.map((probability) => ({
        probability,
        price: fairPriceQuantile(request.side, fair, normalQuantile(probability)),
      })),
    },
    forecast: forecastView(forecasts.hedge),
    quotes: ranked.map(({ quote, rank, allInCostBps, terms, edgeToFairBps, bestProbability }) => ({
      rank,
      dealer: quote.dealer,
      price: quote.price,
      quantity: quote.quantity,
      validForMs: quote.validForMs,
      allInCostBps,
      terms,
      edgeToFairBps,
      bestProbability,
    })),
    discarded: discarded.map(({ quote, reason, detail }) => ({ dealer: quote.dealer, reason, detail })),
    alternative: {
      strategy: alternative.strategy,
      horizonSeconds: alternative.horizonSeconds,
      slippage: costView(alternative.slippage),
    },
    advice: advise(request.side, ranked, alternative, riskAversion),
  });
};
