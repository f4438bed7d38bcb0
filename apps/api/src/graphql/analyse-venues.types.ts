import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import {
  VENUES_ORDERS_MAX,
  type AnalyseVenuesCommand,
  type VenueOrderCommand,
  type VenuesRow,
} from '#application/analyse-venues';
import { decimal, identifier, list, nested, optional } from '../doors/validation.js';
import { AnalysisType } from './analysis.types.js';
import { DecimalScalar } from './decimal.scalar.js';
import { resultUnion } from './failure.types.js';
import { StatedOrderInput } from './forecast-batch.types.js';
import { SplitLimitsInput, VenueInput, VENUES_MAX, VenueSplitType } from './select-venues.types.js';

@InputType({ description: 'An order that is split over venues by itself.' })
export class VenueOrderInput extends StatedOrderInput implements VenueOrderCommand {
  @decimal({ atLeast: -10_000, atMost: 10_000 })
  @Field(() => DecimalScalar, { nullable: true, description: 'Move expected against the order within the horizon.' })
  alphaBps = 0;
}

@InputType({ description: 'Orders that are split over the same venues, each by itself.' })
export class AnalyseVenuesInput implements AnalyseVenuesCommand {
  @list(() => VenueOrderInput, VENUES_ORDERS_MAX)
  @Field(() => [VenueOrderInput], { description: `1 to ${VENUES_ORDERS_MAX}.` })
  orders!: VenueOrderInput[];

  @list(() => VenueInput, VENUES_MAX)
  @Field(() => [VenueInput], {
    description: `1 to ${VENUES_MAX}, by different names; sizes are in units of each order.`,
  })
  venues!: VenueInput[];

  @optional()
  @nested(() => SplitLimitsInput)
  @Field(() => SplitLimitsInput, { nullable: true, description: 'Of each split.' })
  limits?: SplitLimitsInput;

  @decimal({ atLeast: -1e15, atMost: 1e15 })
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Of the scenarios of the first order: an integer in [0, 2^32). Every further order has the next.',
  })
  seed = 1;

  @identifier(128)
  @Field(() => String, { description: 'A repeat with this key gets the same analysis.' })
  idempotencyKey!: string;
}

@ObjectType('VenueSplitRow', { description: 'One order of an analysis, split over venues. It is no decision.' })
export class VenueSplitRowType extends VenueSplitType implements VenuesRow {
  @Field(() => Int, { description: "The order's number, from 0." }) row!: number;
}

export const VenueSplitAnswerResult = resultUnion('VenueSplitAnswer', VenueSplitRowType, 'VenueSplitRow', [
  'FORECAST_UNAVAILABLE',
  'IMPOSSIBLE_VENUES',
  'NO_VENUE_ELIGIBLE',
  'NO_SPLIT_ALLOWED',
]);

export const AnalyseVenuesResult = resultUnion('AnalyseVenuesResult', AnalysisType, 'Analysis', [
  'UNKNOWN_INSTRUMENT',
  'STALE_MARKET',
  'CROSSED_MARKET',
  'MARKET_NOT_TRADABLE',
  'INVALID_QUANTITY',
  'INVALID_HORIZON',
  'NO_DEALER_KNOWN',
  'IMPOSSIBLE_VENUES',
  'TOO_MANY_ROWS',
  'IDEMPOTENCY_CONFLICT',
]);
