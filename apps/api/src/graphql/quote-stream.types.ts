import { Field, Float, InputType, Int, ObjectType } from '@nestjs/graphql';
import { type MarketView } from '#application/decidable-market';
import { type IndicativeQuote, type StreamedSize } from '#application/stream-quote';
import { decimal } from '../doors/validation.js';
import { DecimalScalar } from './decimal.scalar.js';
import { resultUnion } from './failure.types.js';
import { PriceRequestInput, QUANTITY, QuotedSizeType, TwoSidedType } from './generate-quote.types.js';
import { InstantScalar } from './instant.scalar.js';
import { MarketType } from './market.types.js';

@InputType({ description: 'A size whose price is followed.' })
export class QuoteStreamInput extends PriceRequestInput implements StreamedSize {
  @decimal(QUANTITY)
  @Field(() => DecimalScalar)
  quantity!: number;
}

@ObjectType('IndicativeQuote', {
  description: 'A price that is not recorded and claims no limit: nobody can deal at it.',
})
export class IndicativeQuoteType extends TwoSidedType implements IndicativeQuote {
  @Field(() => Int, { description: '1 for the first price of its stream, one more with every next.' })
  revision!: number;
  @Field(() => InstantScalar, { description: 'Of the market session.' }) pricedAt!: string;
  @Field(() => QuotedSizeType) request!: IndicativeQuote['request'];
  @Field(() => String, { nullable: true }) client?: string;
  @Field(() => String, { description: 'UNKNOWN: priced as all clients are.' })
  clientTier!: IndicativeQuote['clientTier'];
  @Field(() => String, { description: 'Version of the hit model.' }) hitModelVersion!: string;
  @Field(() => MarketType, { description: 'The market that was priced in.' }) market!: MarketView;
  @Field(() => Float, { description: 'From pricedAt on, in session time; then it is priced anew.' })
  validForMs!: number;
}

export const QuoteStreamResult = resultUnion('QuoteStreamResult', IndicativeQuoteType, 'IndicativeQuote', [
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
]);
