import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import { type Side } from '#domain/core';
import { type MarketView } from '#application/decidable-market';
import { type ForecastView } from '#application/forecast-impact';
import { SideEnum } from './enums.js';
import { ImpactForecastType } from './forecast.types.js';
import { QuotedSizeType, QuoteTermType } from './generate-quote.types.js';
import { InstantScalar } from './instant.scalar.js';
import { MarketType } from './market.types.js';

@ObjectType('FixedMarginSide', { description: 'The price on one side: mid x (1 + s x markupBps / 1e4).' })
class FixedMarginSideType {
  @Field(() => SideEnum) clientSide!: Side;
  @Field(() => Float) price!: number;
  @Field(() => [QuoteTermType]) terms!: readonly QuoteTermType[];
  @Field(() => Float, { description: 'Sum of the terms.' }) markupBps!: number;
  @Field(() => ImpactForecastType, { description: 'Predicted impact of the hedge.' }) hedge!: ForecastView;
}

@ObjectType('FixedMarginQuote', { description: 'A quote of the first rule: half-spread, hedge and a fixed margin.' })
export class FixedMarginQuoteType {
  @Field(() => ID) decisionId!: string;
  @Field(() => InstantScalar, { description: 'Of the market session.' }) decidedAt!: string;
  @Field(() => QuotedSizeType) request!: QuotedSizeType;
  @Field(() => String, { nullable: true }) client?: string;
  @Field(() => MarketType, { description: 'The market that the decision saw.' }) market!: MarketView;
  // Nullable as those of a DealerQuote are, or one document could not ask for both.
  @Field(() => FixedMarginSideType, { nullable: true }) bid!: FixedMarginSideType;
  @Field(() => FixedMarginSideType, { nullable: true }) offer!: FixedMarginSideType;
  @Field(() => Float, { nullable: true }) quotedSpreadBps!: number;
  @Field(() => Float, { description: 'From the decision on, in session time.' }) validForMs!: number;
}
