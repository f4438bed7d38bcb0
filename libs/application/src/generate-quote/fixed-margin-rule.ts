import { BPS, err, ok, type Failure, type Result, type Side } from '#domain/core';
import { type FeatureSnapshot } from '#domain/features';
import { HEDGE_AGGRESSION, type ImpactForecast, type ImpactRequest } from '#domain/impact';
import { type TwoSidedMarket } from '#domain/market-data';
import { priceTwoSided, type QuotePolicy, type SidePrice } from '#domain/quoting';
import { marketView, type MarketView } from '#application/decidable-market';
import { forecastView, type ForecastView } from '#application/forecast-impact';

/** What a client asks a dealer to price. */
export interface QuotedSize {
  readonly instrumentId: string;
  /** In units. */
  readonly quantity: number;
  /** Time over which the dealer would hedge. */
  readonly horizonSeconds: number;
}

/** Everything a quote of rule 1 was computed from: half-spread, hedge and a fixed margin. Kept for what was decided by it. */
export interface FixedMarginInputs {
  readonly decisionId: string;
  readonly decidedAt: string;
  readonly request: QuotedSize;
  readonly client?: string;
  readonly market: TwoSidedMarket;
  /** Once, for all that the model is asked. */
  readonly features: FeatureSnapshot | null;
  readonly policy: QuotePolicy;
  /** The model's answers to `hedgeRequests`, as they were. */
  readonly forecasts: readonly ImpactForecast[];
}

interface FixedMarginSide extends SidePrice {
  /** Predicted impact of the hedge that this side would need. */
  readonly hedge: ForecastView;
}

interface FixedMarginQuote {
  readonly decisionId: string;
  readonly decidedAt: string;
  readonly request: QuotedSize;
  readonly client?: string;
  readonly market: MarketView;
  readonly bid: FixedMarginSide;
  readonly offer: FixedMarginSide;
  readonly quotedSpreadBps: number;
  readonly validForMs: number;
}

export type SizeNotQuotable = Failure<'SIZE_NOT_QUOTABLE'>;

/** Every quote of rule 1 was good for this long. */
const QUOTE_VALIDITY_MS = 5_000;

/** What the impact model is asked: buying back what an offer sold, and selling on what a bid bought. */
export const hedgeRequests = (
  request: QuotedSize,
  market: TwoSidedMarket,
  features: FeatureSnapshot | null,
): readonly ImpactRequest[] =>
  (['BUY', 'SELL'] as const satisfies readonly Side[]).map((side) => ({
    side,
    quantity: request.quantity,
    horizonSeconds: request.horizonSeconds,
    aggression: HEDGE_AGGRESSION,
    market,
    features,
  }));

/** The decision itself: pure, so that the stored inputs give the stored output byte for byte. */
export const decideFixedMargin = (inputs: FixedMarginInputs): Result<FixedMarginQuote, SizeNotQuotable> => {
  const { market, request, policy, client } = inputs;
  const [buyBack, sellOn] = inputs.forecasts as readonly [ImpactForecast, ImpactForecast];
  const { bid, offer, mid } = priceTwoSided(market, buyBack, sellOn, policy);
  if (bid.price <= 0) return err(sizeNotQuotable(request));
  return ok({
    decisionId: inputs.decisionId,
    decidedAt: inputs.decidedAt,
    request,
    ...(client !== undefined && { client }),
    market: marketView(market),
    bid: { ...bid, hedge: forecastView(sellOn) },
    offer: { ...offer, hedge: forecastView(buyBack) },
    quotedSpreadBps: ((offer.price - bid.price) * BPS) / mid,
    validForMs: QUOTE_VALIDITY_MS,
  });
};

export const sizeNotQuotable = ({ quantity, instrumentId }: Omit<QuotedSize, 'horizonSeconds'>): SizeNotQuotable => ({
  code: 'SIZE_NOT_QUOTABLE',
  field: 'quantity',
  message: `hedging ${quantity} units of ${instrumentId} would cost more than they are worth`,
  allowed: 'a smaller quantity or a longer horizonSeconds',
});
