import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { type Instant } from '#domain/core';
import {
  type AdvisedAction,
  type Advice,
  type DiscardReason,
  type ScoreTermName,
  type ScoreTerms,
  type TermBasis,
} from '#domain/scoring';
import { type MarketView } from '#application/decidable-market';
import {
  type DiscardedQuoteView,
  type EvaluateQuotesCommand,
  type QuoteCommand,
  type RankedQuotes,
  type RankedQuoteView,
} from '#application/evaluate-quotes';
import { type CostView, type ForecastView } from '#application/forecast-impact';
import { decimal, identifier, instant, list, optional } from '../doors/validation.js';
import { CostDistributionType } from './cost.types.js';
import { BlockInput } from './block.types.js';
import { DecimalScalar } from './decimal.scalar.js';
import { AdvisedActionEnum, DiscardReasonEnum, TermBasisEnum } from './enums.js';
import { resultUnion } from './failure.types.js';
import { BlockRequestType, ImpactForecastType } from './forecast.types.js';
import { InstantScalar } from './instant.scalar.js';
import { MarketType } from './market.types.js';

@InputType({ description: "A dealer's answer to the request. Give validUntil or validForMs, not both." })
export class QuoteInput implements QuoteCommand {
  @identifier(64)
  @Field(() => String)
  dealer!: string;

  @decimal({ above: 0, atMost: 1e9 })
  @Field(() => DecimalScalar, { description: 'In currency per unit.' })
  price!: number;

  @optional()
  @decimal({ above: 0, atMost: 1e15 })
  @Field(() => DecimalScalar, { nullable: true, description: "In the request's unit; absent: the whole request." })
  quantity?: number;

  @optional()
  @instant()
  @Field(() => InstantScalar, { nullable: true, description: "In the market session's time." })
  validUntil?: Instant;

  @optional()
  @decimal({ atLeast: 0, atMost: 31_536_000_000 })
  @Field(() => DecimalScalar, { nullable: true, description: 'From the decision on, in session time.' })
  validForMs?: number;

  @optional()
  @decimal({ atLeast: 0, atMost: 60_000 })
  @Field(() => DecimalScalar, { nullable: true, description: 'How long the dealer may hold an acceptance; 0 is firm.' })
  lastLookMs?: number;
}

@InputType({ description: 'A block and the quotes that dealers sent for it.' })
export class EvaluateQuotesInput extends BlockInput implements EvaluateQuotesCommand {
  @decimal({ atLeast: 1, atMost: 864_000 })
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Trading time within which the block would otherwise be worked.',
  })
  horizonSeconds = 1_800;

  @list(() => QuoteInput, 50)
  @Field(() => [QuoteInput], { description: '1 to 50 quotes.' })
  quotes!: QuoteInput[];

  @identifier(128)
  @Field(() => String, { description: 'A repeat with this key gets the same decision.' })
  idempotencyKey!: string;
}

@ObjectType('ScoreTerm', { description: "One additive term of a quote's all-in cost." })
export class ScoreTermType {
  @Field(() => String) name!: ScoreTermName;
  @Field(() => Float) bps!: number;
  @Field(() => TermBasisEnum) basis!: TermBasis;
}

@ObjectType('RankedQuote')
export class RankedQuoteType implements RankedQuoteView {
  @Field(() => Int, { description: '1 is the cheapest.' }) rank!: number;
  @Field(() => String) dealer!: string;
  @Field(() => Float) price!: number;
  @Field(() => Float, { description: 'In units.' }) quantity!: number;
  @Field(() => Float) validForMs!: number;
  @Field(() => Float, { description: 'Sum of the terms: cost of the whole request by way of this quote.' })
  allInCostBps!: number;
  // A list for the client, made by RankedQuoteResolver.
  terms!: ScoreTerms;
  @Field(() => Float, { description: 'Positive: better than fair for the client.' }) edgeToFairBps!: number;
  @Field(() => Float, { description: 'P(this quote is truly the cheapest).' }) bestProbability!: number;
}

@ObjectType('DiscardedQuote', { description: 'A quote that was not scored, and why.' })
export class DiscardedQuoteType implements DiscardedQuoteView {
  @Field(() => String) dealer!: string;
  @Field(() => DiscardReasonEnum) reason!: DiscardReason;
  @Field(() => String) detail!: string;
}

@ObjectType('PriceQuantile', {
  description:
    'Quantile by cost: at a higher probability the price is worse for the client, so for a seller it is lower.',
})
export class PriceQuantileType {
  @Field(() => Float) probability!: number;
  @Field(() => Float) price!: number;
}

@ObjectType('FairPrice', { description: 'What the block is worth to a dealer who must hedge it.' })
export class FairPriceType {
  @Field(() => Float) price!: number;
  @Field(() => Float, { description: 'Cost of trading at the fair price, against the arrival mid.' }) costBps!: number;
  @Field(() => Float) sdBps!: number;
  @Field(() => [PriceQuantileType]) quantiles!: readonly PriceQuantileType[];
}

@ObjectType('Alternative', { description: 'The best schedule for working the order instead of taking a quote.' })
export class AlternativeType {
  @Field(() => String) strategy!: string;
  @Field(() => Float) horizonSeconds!: number;
  @Field(() => CostDistributionType) slippage!: CostView;
}

@ObjectType('Advice')
export class AdviceType implements Advice {
  @Field(() => AdvisedActionEnum) action!: AdvisedAction;
  @Field(() => String, { nullable: true, description: 'With whom, for LIFT and HIT.' }) dealer?: string;
  @Field(() => Float, { description: 'By how much the advised action beats the other one.' }) savingBps!: number;
  @Field(() => Float, { description: 'E[cost] + kappa x CVaR of the best quote.' }) quoteRiskAdjustedBps!: number;
  @Field(() => Float, { description: 'E[cost] + kappa x CVaR of the alternative.' })
  alternativeRiskAdjustedBps!: number;
  @Field(() => String) reason!: string;
}

@ObjectType('RankedQuotes', { description: 'The quotes, cheapest first, against the fair price and the alternative.' })
export class RankedQuotesType implements RankedQuotes {
  @Field(() => ID) decisionId!: string;
  @Field(() => InstantScalar, { description: 'Of the market session.' }) decidedAt!: string;
  @Field(() => BlockRequestType) request!: BlockRequestType;
  @Field(() => MarketType, { description: 'The market that the decision saw.' }) market!: MarketView;
  @Field(() => FairPriceType) fairPrice!: RankedQuotes['fairPrice'];
  @Field(() => ImpactForecastType) forecast!: ForecastView;
  @Field(() => [RankedQuoteType]) quotes!: readonly RankedQuoteView[];
  @Field(() => [DiscardedQuoteType]) discarded!: readonly DiscardedQuoteView[];
  @Field(() => AlternativeType) alternative!: RankedQuotes['alternative'];
  @Field(() => AdviceType) advice!: Advice;
}

export const EvaluateQuotesResult = resultUnion('EvaluateQuotesResult', RankedQuotesType, 'RankedQuotes', [
  'UNKNOWN_INSTRUMENT',
  'STALE_MARKET',
  'CROSSED_MARKET',
  'MARKET_NOT_TRADABLE',
  'INVALID_QUANTITY',
  'FORECAST_UNAVAILABLE',
  'INVALID_VALIDITY',
  'ALL_QUOTES_EXPIRED',
  'NO_QUOTE_SCORABLE',
  'IDEMPOTENCY_CONFLICT',
]);
