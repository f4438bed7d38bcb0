import { Field, Float, ID, InputType, ObjectType } from '@nestjs/graphql';
import { type Side } from '#domain/core';
import { type QuoteTerm } from '#domain/quoting';
import { type QuantityUnit } from '#domain/rfq';
import { type MarketView } from '#application/decidable-market';
import { type ForecastView } from '#application/forecast-impact';
import { type DealerQuote, type GenerateQuoteCommand, type SideQuoteView } from '#application/generate-quote';
import { decimal, identifier, optional } from '../doors/validation.js';
import { DecimalScalar } from './decimal.scalar.js';
import { QuantityUnitEnum, SideEnum } from './enums.js';
import { resultUnion } from './failure.types.js';
import { ImpactForecastType } from './forecast.types.js';
import { InstantScalar } from './instant.scalar.js';
import { MarketType } from './market.types.js';

@InputType({ description: "A client's request for a two-sided price." })
export class GenerateQuoteInput implements GenerateQuoteCommand {
  @identifier(64)
  @Field(() => ID)
  instrumentId!: string;

  @decimal({ above: 0, atMost: 1e15 })
  @Field(() => DecimalScalar)
  quantity!: number;

  @Field(() => QuantityUnitEnum, { nullable: true })
  quantityUnit: QuantityUnit = 'UNITS';

  @decimal({ atLeast: 1, atMost: 864_000 })
  @Field(() => DecimalScalar, { nullable: true, description: 'Time over which the dealer would hedge.' })
  horizonSeconds = 1_800;

  @optional()
  @identifier(64)
  @Field(() => String, { nullable: true, description: 'Who asks.' })
  client?: string;

  @identifier(128)
  @Field(() => String, { description: 'A repeat with this key gets the same decision.' })
  idempotencyKey!: string;
}

@ObjectType('QuoteTerm', {
  description: 'One additive term of a price, in bps of mid; positive is worse for the client.',
})
export class QuoteTermType implements QuoteTerm {
  @Field(() => String) name!: QuoteTerm['name'];
  @Field(() => Float) bps!: number;
}

@ObjectType('SideQuote', { description: 'The price on one side: mid x (1 + s x markupBps / 1e4).' })
export class SideQuoteType implements SideQuoteView {
  @Field(() => SideEnum, { description: 'BUY: the client lifts this offer. SELL: the client hits this bid.' })
  clientSide!: Side;
  @Field(() => Float) price!: number;
  @Field(() => [QuoteTermType]) terms!: readonly QuoteTerm[];
  @Field(() => Float, { description: 'Sum of the terms.' }) markupBps!: number;
  @Field(() => ImpactForecastType, { description: 'Predicted impact of the hedge.' }) hedge!: ForecastView;
}

@ObjectType('QuotedSize')
export class QuotedSizeType {
  @Field(() => ID) instrumentId!: string;
  @Field(() => Float, { description: 'In units.' }) quantity!: number;
  @Field(() => Float) horizonSeconds!: number;
}

@ObjectType('DealerQuote', { description: 'A two-sided quote whose every bps is a named term.' })
export class DealerQuoteType implements DealerQuote {
  @Field(() => ID) decisionId!: string;
  @Field(() => InstantScalar, { description: 'Of the market session.' }) decidedAt!: string;
  @Field(() => QuotedSizeType) request!: QuotedSizeType;
  @Field(() => String, { nullable: true }) client?: string;
  @Field(() => MarketType, { description: 'The market that the decision saw.' }) market!: MarketView;
  @Field(() => SideQuoteType) bid!: SideQuoteView;
  @Field(() => SideQuoteType) offer!: SideQuoteView;
  @Field(() => Float) quotedSpreadBps!: number;
  @Field(() => Float, { description: 'From the decision on, in session time.' }) validForMs!: number;
}

export const GenerateQuoteResult = resultUnion('GenerateQuoteResult', DealerQuoteType, 'DealerQuote', [
  'UNKNOWN_INSTRUMENT',
  'STALE_MARKET',
  'CROSSED_MARKET',
  'MARKET_NOT_TRADABLE',
  'INVALID_QUANTITY',
  'FORECAST_UNAVAILABLE',
  'SIZE_NOT_QUOTABLE',
  'IDEMPOTENCY_CONFLICT',
]);
