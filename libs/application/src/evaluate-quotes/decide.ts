import { err, ok, normalQuantile, type Failure, type Result } from '#domain/core';
import { type FeatureSnapshot } from '#domain/features';
import { bestAlternative, strategyRequests, strategyTable } from '#domain/execution';
import { HEDGE_AGGRESSION, type ImpactForecast, type ImpactRequest } from '#domain/impact';
import { type TwoSidedMarket } from '#domain/market-data';
import { type Quote, type QuoteRequest } from '#domain/rfq';
import {
  advise,
  eligibleQuotes,
  fairPrice,
  fairPriceQuantile,
  rankQuotes,
  remainderCost,
  scoreQuote,
  type Advice,
  type DiscardReason,
  type ScoreTerms,
  type UnscoredQuote,
} from '#domain/scoring';
import { marketView, type MarketView } from '#application/decidable-market';
import {
  costView,
  forecastView,
  SHOWN_PROBABILITIES,
  type CostView,
  type ForecastView,
} from '#application/forecast-impact';

/** Everything an evaluation is computed from: stored with it, and enough to compute it again. */
export interface EvaluateQuotesInputs {
  readonly decisionId: string;
  readonly decidedAt: string;
  readonly request: QuoteRequest;
  readonly quotes: readonly Quote[];
  readonly market: TwoSidedMarket;
  /** Once, for all that the model is asked. */
  readonly features: FeatureSnapshot | null;
  readonly riskAversion: number;
  /** The model's answers to `forecastRequests`, as they were. */
  readonly forecasts: readonly ImpactForecast[];
}

export interface RankedQuoteView {
  readonly rank: number;
  readonly dealer: string;
  readonly price: number;
  readonly quantity: number;
  readonly validForMs: number;
  readonly allInCostBps: number;
  readonly terms: ScoreTerms;
  readonly edgeToFairBps: number;
  readonly bestProbability: number;
}

export interface DiscardedQuoteView {
  readonly dealer: string;
  readonly reason: DiscardReason;
  readonly detail: string;
}

/** The answer: quotes ranked by all-in cost against the fair price, beside the alternative of working the order. */
export interface RankedQuotes {
  readonly decisionId: string;
  readonly decidedAt: string;
  readonly request: QuoteRequest;
  readonly market: MarketView;
  readonly fairPrice: {
    readonly price: number;
    readonly costBps: number;
    readonly sdBps: number;
    readonly quantiles: readonly { readonly probability: number; readonly price: number }[];
  };
  /** Predicted impact of the whole block when a dealer hedges it over the horizon. */
  readonly forecast: ForecastView;
  readonly quotes: readonly RankedQuoteView[];
  readonly discarded: readonly DiscardedQuoteView[];
  readonly alternative: { readonly strategy: string; readonly horizonSeconds: number; readonly slippage: CostView };
  readonly advice: Advice;
}

export type AllQuotesExpired = Failure<'ALL_QUOTES_EXPIRED'>;
export type NoQuoteScorable = Failure<'NO_QUOTE_SCORABLE'>;

/**
 * What the impact model is asked, in one batch: the strategies of working the order, the hedge of the whole block,
 * then for each eligible partial quote its own hedge and the rest it leaves.
 */
export const forecastRequests = (
  request: QuoteRequest,
  quotes: readonly Quote[],
  market: TwoSidedMarket,
  features: FeatureSnapshot | null,
): readonly ImpactRequest[] => {
  const hedge = (quantity: number): ImpactRequest => ({
    side: request.side,
    quantity,
    horizonSeconds: request.horizonSeconds,
    aggression: HEDGE_AGGRESSION,
    market,
    features,
  });
  const requests = [...strategyRequests(hedge(request.quantity)), hedge(request.quantity)];
  for (const quote of eligibleQuotes(quotes, market).eligible) {
    if (quote.quantity < request.quantity) {
      requests.push(hedge(quote.quantity), hedge(request.quantity - quote.quantity));
    }
  }
  return requests;
};

/** The decision itself: pure, so that the stored inputs give the stored output byte for byte. */
export const decideEvaluateQuotes = (
  inputs: EvaluateQuotesInputs,
): Result<RankedQuotes, AllQuotesExpired | NoQuoteScorable> => {
  const { request, market, features, forecasts, riskAversion } = inputs;
  const { eligible, discarded } = eligibleQuotes(inputs.quotes, market);
  if (eligible.length === 0) return err(nothingToScore(discarded.map(({ reason }) => reason)));

  const strategies = strategyTable({ ...request, market, features }, forecasts);
  const hedge = forecasts[strategies.length]!;
  const fair = fairPrice(request.side, market, hedge);
  let next = strategies.length + 1;
  const unscored = (quote: Quote): UnscoredQuote => {
    if (quote.quantity >= request.quantity) return { quote, fair };
    const [part, rest] = [forecasts[next++]!, forecasts[next++]!];
    const remainder = remainderCost(quote.quantity / request.quantity, hedge, part, rest);
    return { quote, fair: fairPrice(request.side, market, part), remainder };
  };
  const scored = eligible.map((quote) => scoreQuote(request.side, request.quantity, market, unscored(quote)));
  const ranked = rankQuotes(scored);
  const alternative = bestAlternative(strategies, riskAversion);
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
    forecast: forecastView(hedge),
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

const nothingToScore = (reasons: readonly DiscardReason[]): AllQuotesExpired | NoQuoteScorable =>
  reasons.every((reason) => reason === 'EXPIRED')
    ? {
        code: 'ALL_QUOTES_EXPIRED',
        field: 'quotes',
        message: 'every quote had expired at the decision time',
        allowed: 'quotes whose validUntil lies after the session time, or validForMs above 0',
      }
    : {
        code: 'NO_QUOTE_SCORABLE',
        field: 'quotes',
        message: `no quote could be scored: ${[...new Set(reasons)].join(', ')}`,
        allowed: 'at least one live quote near the market',
      };
