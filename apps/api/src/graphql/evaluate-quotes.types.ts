import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { type Instant } from '#domain/core';
import {
  type DiscardReason,
  type EstimateBasis,
  type EvidenceFlag,
  type QuoteTerm,
  type ScoreTermBasis,
  type ScoreTermName,
  type ScoreTerms,
} from '#domain/scoring';
import { type MarketView } from '#application/decidable-market';
import {
  type ActionView,
  type AdviceView,
  type AwaitedCommand,
  type DiscardedQuoteView,
  type EvaluateQuotesCommand,
  type FairPriceView,
  type MarkoutView,
  type PossibleAction,
  type QuoteCommand,
  type RankedQuotes,
  type RankedQuoteView,
} from '#application/evaluate-quotes';
import { type CostView, type ForecastView } from '#application/forecast-impact';
import { decimal, identifier, instant, list, optional } from '../doors/validation.js';
import { CostDistributionType } from './cost.types.js';
import { BlockInput } from './block.types.js';
import { DecimalScalar } from './decimal.scalar.js';
import { AdvisedActionEnum, DiscardReasonEnum, EstimateBasisEnum, EvidenceFlagEnum, TermBasisEnum } from './enums.js';
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

@InputType({ description: 'A dealer who was asked and may still answer.' })
export class AwaitedDealerInput implements AwaitedCommand {
  @identifier(64)
  @Field(() => String)
  dealer!: string;

  @optional()
  @decimal({ atLeast: 0, atMost: 86_400_000 })
  @Field(() => DecimalScalar, { nullable: true, description: 'Since he was asked; absent: just now.' })
  waitedMs?: number;
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

  @optional()
  @list(() => AwaitedDealerInput, 50)
  @Field(() => [AwaitedDealerInput], { nullable: true, description: 'Who was asked and has not answered.' })
  awaited?: AwaitedDealerInput[];

  @optional()
  @decimal({ atLeast: 0, atMost: 86_400_000 })
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'How long the client may still wait or ask others; absent: not at all.',
  })
  openForMs?: number;

  @identifier(128)
  @Field(() => String, { description: 'A repeat with this key gets the same decision.' })
  idempotencyKey!: string;
}

@ObjectType('ScoreTerm', { description: "One additive term of a quote's all-in cost." })
export class ScoreTermType implements Omit<QuoteTerm, 'sdBps' | 'evidence'> {
  @Field(() => String) name!: ScoreTermName;
  @Field(() => Float) bps!: number;
  @Field(() => Float, {
    nullable: true,
    description: 'What is not known about it, as far as it differs between quotes; absent from rule 1.',
  })
  sdBps?: number;
  @Field(() => Int, { nullable: true, description: 'Observations behind it; absent from rule 1.' }) evidence?: number;
  @Field(() => TermBasisEnum) basis!: ScoreTermBasis;
}

@ObjectType('ExpectedMarkout', {
  description:
    'Where the mid is expected some time after a trade, against the price paid: positive is good for the client.',
})
export class ExpectedMarkoutType implements MarkoutView {
  @Field(() => Int) seconds!: number;
  @Field(() => Float) meanBps!: number;
  @Field(() => Float) sdBps!: number;
  @Field(() => Int, { description: 'Trades behind it.' }) evidence!: number;
  @Field(() => EstimateBasisEnum) basis!: EstimateBasis;
}

@ObjectType('DealerEstimate', { description: 'A figure about a dealer, with how sure it is and why.' })
export class DealerEstimateType {
  @Field(() => Float) value!: number;
  @Field(() => Float) sd!: number;
  @Field(() => Int, { description: "Observations of the dealer's own behind it." }) evidence!: number;
  @Field(() => EstimateBasisEnum) basis!: EstimateBasis;
}

/** Absent from the decisions of rule 1. */
type NewInRule2 = 'rankLow' | 'rankHigh' | 'fairWeight' | 'rejectProbability' | 'expectedMarkouts';

@ObjectType('RankedQuote')
export class RankedQuoteType implements Omit<RankedQuoteView, 'terms' | NewInRule2> {
  @Field(() => Int, { description: '1 is the cheapest.' }) rank!: number;
  @Field(() => String) dealer!: string;
  @Field(() => Float) price!: number;
  @Field(() => Float, { description: 'In units.' }) quantity!: number;
  @Field(() => Float) validForMs!: number;
  @Field(() => Float, { description: 'Sum of the terms: cost of the whole request by way of this quote.' })
  allInCostBps!: number;
  // A list for the client, made by RankedQuoteResolver; by name in the decisions of rule 1.
  terms!: readonly QuoteTerm[] | ScoreTerms;
  @Field(() => Float, { description: 'Positive: better than fair for the client.' }) edgeToFairBps!: number;
  @Field(() => Float, { description: 'P(this quote is truly the cheapest).' }) bestProbability!: number;
  @Field(() => Int, {
    nullable: true,
    description:
      'Its true rank lies between rankLow and rankHigh with a probability of 90 % at least; absent from rule 1.',
  })
  rankLow?: number;
  @Field(() => Int, { nullable: true }) rankHigh?: number;
  @Field(() => Float, { nullable: true, description: 'Share of the fair price that rests on this quote.' })
  fairWeight?: number;
  @Field(() => EvidenceFlagEnum, { nullable: true, description: 'Why it says little of the fair price.' })
  evidenceFlag?: EvidenceFlag;
  @Field(() => DealerEstimateType, {
    nullable: true,
    description: 'P(the dealer refuses | the client takes the quote).',
  })
  rejectProbability?: DealerEstimateType;
  @Field(() => [ExpectedMarkoutType], { nullable: true }) expectedMarkouts?: readonly MarkoutView[];
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

@ObjectType('FairPrior', { description: 'What the model alone says the block is worth, before any quote.' })
export class FairPriorType {
  @Field(() => Float) costBps!: number;
  @Field(() => Float) sdBps!: number;
  @Field(() => Float, { description: 'Its share in the fair price; the rest rests on the quotes.' }) weight!: number;
}

@ObjectType('FairPrice', {
  description: 'What the block is worth, given the model, all quotes and what is known of their dealers.',
})
export class FairPriceType implements Omit<FairPriceView, 'prior' | 'bestOfNBps'> {
  @Field(() => Float) price!: number;
  @Field(() => Float, { description: 'Cost of trading at the fair price, against the arrival mid.' }) costBps!: number;
  @Field(() => Float) sdBps!: number;
  @Field(() => [PriceQuantileType]) quantiles!: readonly PriceQuantileType[];
  @Field(() => FairPriorType, { nullable: true, description: 'Absent from rule 1.' }) prior?: FairPriorType;
  @Field(() => Float, {
    nullable: true,
    description:
      "The winner's curse: how far below the fair cost the best of so many quotes lies on average; never positive.",
  })
  bestOfNBps?: number;
}

@ObjectType('Alternative', { description: 'The best schedule for working the order instead of taking a quote.' })
export class AlternativeType {
  @Field(() => String) strategy!: string;
  @Field(() => Float) horizonSeconds!: number;
  @Field(() => CostDistributionType) slippage!: CostView;
}

@ObjectType('PossibleAction', { description: 'What could be done, and what it is expected to cost all in.' })
export class PossibleActionType implements ActionView {
  @Field(() => AdvisedActionEnum) action!: PossibleAction;
  @Field(() => [String], { description: 'To trade with, to counter, to wait for or to ask.' })
  dealers!: readonly string[];
  @Field(() => Float) meanBps!: number;
  @Field(() => Float, { description: 'The outcome lies between lowBps and highBps with a probability of 90 %.' })
  lowBps!: number;
  @Field(() => Float) highBps!: number;
  @Field(() => Float, { description: 'E[cost] + kappa x CVaR, by which actions compare.' }) riskAdjustedBps!: number;
  @Field(() => Float, { nullable: true, description: 'To counter at.' }) price?: number;
  @Field(() => Float, { nullable: true, description: 'To wait.' }) seconds?: number;
  @Field(() => [Float], { nullable: true, description: 'Of the block, in the order of dealers.' })
  shares?: readonly number[];
}

@ObjectType('Advice')
export class AdviceType implements Omit<AdviceView, 'actions'> {
  @Field(() => AdvisedActionEnum) action!: AdviceView['action'];
  @Field(() => String, { nullable: true, description: 'With whom, where it is one dealer.' }) dealer?: string;
  @Field(() => Float, { description: 'By how much the advised action beats the next best one.' }) savingBps!: number;
  @Field(() => Float, { description: 'E[cost] + kappa x CVaR of the quote that ranks first.' })
  quoteRiskAdjustedBps!: number;
  @Field(() => Float, { description: 'E[cost] + kappa x CVaR of the alternative.' })
  alternativeRiskAdjustedBps!: number;
  @Field(() => String) reason!: string;
  @Field(() => [PossibleActionType], {
    nullable: true,
    description: 'All that could be done, the least risk-adjusted cost first; absent from rule 1.',
  })
  actions?: readonly PossibleActionType[];
}

@ObjectType('SunkLeakage', {
  description: 'What those asked have given away already, whoever is traded with; no part of any score.',
})
export class SunkLeakageType {
  @Field(() => Float) bps!: number;
  @Field(() => EstimateBasisEnum) basis!: EstimateBasis;
}

@ObjectType('RankedQuotes', { description: 'The quotes, cheapest first, against the fair price and the alternative.' })
export class RankedQuotesType implements Omit<RankedQuotes, 'fairPrice' | 'quotes' | 'sunkLeakage' | 'advice'> {
  @Field(() => ID) decisionId!: string;
  @Field(() => InstantScalar, { description: 'Of the market session.' }) decidedAt!: string;
  @Field(() => BlockRequestType) request!: BlockRequestType;
  @Field(() => MarketType, { description: 'The market that the decision saw.' }) market!: MarketView;
  @Field(() => FairPriceType) fairPrice!: FairPriceType;
  @Field(() => ImpactForecastType) forecast!: ForecastView;
  @Field(() => [RankedQuoteType]) quotes!: readonly RankedQuoteType[];
  @Field(() => [DiscardedQuoteType]) discarded!: readonly DiscardedQuoteView[];
  @Field(() => SunkLeakageType, { nullable: true, description: 'Absent from rule 1.' }) sunkLeakage?: SunkLeakageType;
  @Field(() => AlternativeType) alternative!: RankedQuotes['alternative'];
  @Field(() => AdviceType) advice!: AdviceType;
}

export const EvaluateQuotesResult = resultUnion('EvaluateQuotesResult', RankedQuotesType, 'RankedQuotes', [
  'UNKNOWN_INSTRUMENT',
  'STALE_MARKET',
  'CROSSED_MARKET',
  'MARKET_NOT_TRADABLE',
  'INVALID_QUANTITY',
  'FORECAST_UNAVAILABLE',
  'INVALID_VALIDITY',
  'INVALID_PANEL',
  'ALL_QUOTES_EXPIRED',
  'NO_QUOTE_SCORABLE',
  'IDEMPOTENCY_CONFLICT',
]);
