import { strategyRequests, strategyTable, type ScenarioRow } from '#domain/execution';
import { type FeatureSnapshot } from '#domain/features';
import { HEDGE_AGGRESSION, type CostDistribution, type ImpactForecast, type ImpactRequest } from '#domain/impact';
import { type TwoSidedMarket } from '#domain/market-data';
import { type Quote, type QuoteRequest } from '#domain/rfq';
import { eligibleQuotes, remainderCost } from '#domain/scoring';

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

/** The answers to `forecastRequests`, each by what it is about. */
export interface BlockForecasts<Q extends Quote> {
  readonly strategies: readonly ScenarioRow[];
  /** Of the whole block by a dealer. */
  readonly hedge: ImpactForecast;
  readonly quotes: readonly QuoteForecast<Q>[];
}

export interface QuoteForecast<Q extends Quote> {
  readonly quote: Q;
  /** Of what the quote fills. */
  readonly hedge: ImpactForecast;
  /** Cost of working what a partial quote leaves. */
  readonly remainder?: CostDistribution;
}

/** `eligible`: of the quotes whose forecasts they are. */
export const blockForecasts = <Q extends Quote>(
  request: QuoteRequest,
  eligible: readonly Q[],
  market: TwoSidedMarket,
  features: FeatureSnapshot | null,
  forecasts: readonly ImpactForecast[],
): BlockForecasts<Q> => {
  const strategies = strategyTable({ ...request, market, features }, forecasts);
  const hedge = forecasts[strategies.length]!;
  let next = strategies.length + 1;
  const quotes = eligible.map((quote): QuoteForecast<Q> => {
    if (quote.quantity >= request.quantity) return { quote, hedge };
    const [part, rest] = [forecasts[next++]!, forecasts[next++]!];
    return { quote, hedge: part, remainder: remainderCost(quote.quantity / request.quantity, hedge, part, rest) };
  });
  return { strategies, hedge, quotes };
};

/** What hedging the part that a quote fills saves against hedging the whole block, per unit; 0 for a full quote. */
export const partSavesBps = <Q extends Quote>({ hedge }: BlockForecasts<Q>, part: QuoteForecast<Q>): number =>
  hedge.slippage.meanBps - part.hedge.slippage.meanBps;
