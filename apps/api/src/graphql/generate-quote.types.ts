import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { type Side } from '#domain/core';
import { type QuantityUnit } from '#domain/rfq';
import { type MarketView } from '#application/decidable-market';
import { type ForecastView } from '#application/forecast-impact';
import {
  type DealerQuote,
  type DealerQuoteLadder,
  type GenerateQuoteCommand,
  type GenerateQuoteLadderCommand,
  type QuotedRung,
  type QuotedSide,
  type SideExploration,
} from '#application/generate-quote';
import { decimal, decimals, identifier, optional } from '../doors/validation.js';
import { DecimalScalar } from './decimal.scalar.js';
import { QuantityUnitEnum, SideEnum } from './enums.js';
import { resultUnion } from './failure.types.js';
import { ImpactForecastType } from './forecast.types.js';
import { InstantScalar } from './instant.scalar.js';
import { MarketType } from './market.types.js';

/** Sizes of a ladder. */
const RUNGS_MAX = 20;
export const QUANTITY = { above: 0, atMost: 1e15 } as const;

/** What every request for a price says beside its size. */
@InputType({ isAbstract: true })
export abstract class PriceRequestInput {
  @identifier(64)
  @Field(() => ID)
  instrumentId!: string;

  @Field(() => QuantityUnitEnum, { nullable: true })
  quantityUnit: QuantityUnit = 'UNITS';

  @decimal({ atLeast: 1, atMost: 864_000 })
  @Field(() => DecimalScalar, { nullable: true, description: 'Time over which the dealer would hedge.' })
  horizonSeconds = 1_800;

  @optional()
  @identifier(64)
  @Field(() => String, { nullable: true, description: 'Who asks.' })
  client?: string;

  @optional()
  @decimal({ atLeast: 0, atMost: 50 })
  @Field(() => Int, { nullable: true, description: 'Dealers asked beside this one; absent: not told.' })
  competitors?: number;
}

@InputType({ isAbstract: true })
abstract class KeyedPriceRequestInput extends PriceRequestInput {
  @identifier(128)
  @Field(() => String, { description: 'A repeat with this key gets the same decision.' })
  idempotencyKey!: string;
}

@InputType({ description: "A client's request for a two-sided price." })
export class GenerateQuoteInput extends KeyedPriceRequestInput implements GenerateQuoteCommand {
  @decimal(QUANTITY)
  @Field(() => DecimalScalar)
  quantity!: number;
}

@InputType({ description: "A client's request for two-sided prices of several sizes." })
export class GenerateQuoteLadderInput extends KeyedPriceRequestInput implements GenerateQuoteLadderCommand {
  @decimals({ atLeast: 1, atMost: RUNGS_MAX }, QUANTITY)
  @Field(() => [DecimalScalar], { description: 'Rising.' })
  quantities!: number[];
}

@ObjectType('QuoteTerm', {
  description: 'One additive term of a price, in bps of mid; positive is worse for the client.',
})
export class QuoteTermType {
  @Field(() => String) name!: string;
  @Field(() => Float) bps!: number;
}

@ObjectType('PnlInterval', { description: 'What a trade earns the dealer, in bps of mid per unit of the block.' })
export class PnlIntervalType {
  @Field(() => Float) mean!: number;
  @Field(() => Float, { description: 'Lower end of the central 95 %.' }) low!: number;
  @Field(() => Float, { description: 'Upper end.' }) high!: number;
}

@ObjectType('SideExploration', {
  description: 'The random shift of a price, so that what a price causes can be learned.',
})
class SideExplorationType implements SideExploration {
  @Field(() => Float, { description: 'As drawn, in bps of mid; positive is worse for the client.' }) shiftBps!: number;
  @Field(() => Float, { description: 'What guardrails and the tick left of it.' }) movedBps!: number;
  @Field(() => Float, { description: 'The probability with which just this was drawn.' }) propensity!: number;
}

@ObjectType('SideQuote', { description: 'The price on one side: mid x (1 + s x markupBps / 1e4).' })
export class SideQuoteType implements QuotedSide {
  @Field(() => SideEnum, { description: 'BUY: the client lifts this offer. SELL: the client hits this bid.' })
  clientSide!: Side;
  @Field(() => Float) price!: number;
  @Field(() => [QuoteTermType], {
    description: "The engine's terms, exploration, what guardrails did, rounding to the tick.",
  })
  terms!: QuotedSide['terms'];
  @Field(() => Float, { description: 'Sum of the terms.' }) markupBps!: number;
  @Field(() => Float, { description: 'P(the client deals at this price).' }) hitProbability!: number;
  @Field(() => Float, {
    nullable: true,
    description:
      'What dealers usually charge for this size: the unit of the hit model. null before rule 4, in half-spreads.',
  })
  hitUnitBps?: number;
  @Field(() => Float, { description: 'Expected P&L of the request: hit probability times mean P&L once done.' })
  expectedPnlBps!: number;
  @Field(() => PnlIntervalType, { description: 'P&L once done.' }) pnlIfDoneBps!: QuotedSide['pnlIfDoneBps'];
  @Field(() => Float, { description: "Markup at which a trade adds nothing to the dealer's utility." })
  breakEvenBps!: number;
  @Field(() => ImpactForecastType, { description: 'Predicted impact of hedging all of it.' }) hedge!: ForecastView;
  @Field(() => Float, { description: '1: to hedge at once is cheaper; 0: to keep it until clients take it.' })
  hedgedShare!: number;
  @Field(() => Float, { description: 'How long what is kept waits for a client on the other side.' })
  internalisedSeconds!: number;
  @Field(() => SideExplorationType, { nullable: true, description: 'null: the desk does not explore.' })
  exploration?: SideExploration;
}

@ObjectType('QuotedSize')
export class QuotedSizeType {
  @Field(() => ID) instrumentId!: string;
  @Field(() => Float, { description: 'In units.' }) quantity!: number;
  @Field(() => Float) horizonSeconds!: number;
}

@ObjectType('QuotedSizes')
export class QuotedSizesType {
  @Field(() => ID) instrumentId!: string;
  @Field(() => [Float], { description: 'In units.' }) quantities!: readonly number[];
  @Field(() => Float) horizonSeconds!: number;
}

@ObjectType({ isAbstract: true })
export abstract class TwoSidedType {
  @Field(() => Float, { description: "The size in standard blocks, a hundredth of the usual day's volume." })
  blocks!: number;
  @Field(() => SideQuoteType, { nullable: true, description: 'null: it would take the inventory beyond its limit.' })
  bid!: QuotedSide | null;
  @Field(() => SideQuoteType, { nullable: true, description: 'null: it would take the inventory beyond its limit.' })
  offer!: QuotedSide | null;
  @Field(() => Float, { nullable: true }) quotedSpreadBps!: number | null;
}

@ObjectType('DealerQuote', { description: 'A two-sided quote whose every bps is a named term.' })
export class DealerQuoteType extends TwoSidedType implements DealerQuote {
  @Field(() => ID) decisionId!: string;
  @Field(() => InstantScalar, { description: 'Of the market session.' }) decidedAt!: string;
  @Field(() => QuotedSizeType) request!: DealerQuote['request'];
  @Field(() => String, { nullable: true }) client?: string;
  @Field(() => String, { description: 'UNKNOWN: priced as all clients are.' }) clientTier!: DealerQuote['clientTier'];
  @Field(() => String, { description: 'Version of the hit model.' }) hitModelVersion!: string;
  @Field(() => MarketType, { description: 'The market that the decision saw.' }) market!: MarketView;
  @Field(() => Float, { description: 'From the decision on, in session time.' }) validForMs!: number;
  @Field(() => Float, { description: 'How long an acceptance may be held; 0: there is no last look.' })
  lastLookMs!: number;
}

@ObjectType('QuoteRung', { description: 'Both sides of one size.' })
export class QuoteRungType extends TwoSidedType implements QuotedRung {
  @Field(() => Float, { description: 'In units.' }) quantity!: number;
}

@ObjectType('DealerQuoteLadder', { description: 'Two-sided quotes of several sizes, of which the client deals one.' })
export class DealerQuoteLadderType implements DealerQuoteLadder {
  @Field(() => ID) decisionId!: string;
  @Field(() => InstantScalar, { description: 'Of the market session.' }) decidedAt!: string;
  @Field(() => QuotedSizesType) request!: DealerQuoteLadder['request'];
  @Field(() => String, { nullable: true }) client?: string;
  @Field(() => String, { description: 'UNKNOWN: priced as all clients are.' })
  clientTier!: DealerQuoteLadder['clientTier'];
  @Field(() => String, { description: 'Version of the hit model.' }) hitModelVersion!: string;
  @Field(() => MarketType, { description: 'The market that the decision saw.' }) market!: MarketView;
  @Field(() => Float, { description: 'From the decision on, in session time.' }) validForMs!: number;
  @Field(() => Float, { description: 'How long an acceptance may be held; 0: there is no last look.' })
  lastLookMs!: number;
  @Field(() => [QuoteRungType], { description: 'In the order of the sizes.' }) rungs!: readonly QuotedRung[];
}

const REFUSALS = [
  'UNKNOWN_INSTRUMENT',
  'STALE_MARKET',
  'CROSSED_MARKET',
  'MARKET_NOT_TRADABLE',
  'INVALID_QUANTITY',
  'FORECAST_UNAVAILABLE',
  'SIZE_NOT_QUOTABLE',
  'SIZE_BEYOND_LADDER',
  'IMPOSSIBLE_QUOTE_INPUT',
  'IMPOSSIBLE_COVARIANCE',
  'INVENTORY_LIMIT',
  'KILL_SWITCH',
  'NOTIONAL_LIMIT',
  'MESSAGE_LIMIT',
  'IDEMPOTENCY_CONFLICT',
] as const;

export const GenerateQuoteResult = resultUnion('GenerateQuoteResult', DealerQuoteType, 'DealerQuote', REFUSALS);
export const GenerateQuoteLadderResult = resultUnion(
  'GenerateQuoteLadderResult',
  DealerQuoteLadderType,
  'DealerQuoteLadder',
  REFUSALS,
);
