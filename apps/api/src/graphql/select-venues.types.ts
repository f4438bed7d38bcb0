import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { type QuoteRequest } from '#domain/rfq';
import { type IneligibleReason, type VenueKind } from '#domain/venues';
import { type MarketView } from '#application/decidable-market';
import { HORIZON_SECONDS, type CostView } from '#application/forecast-impact';
import {
  type AllocationView,
  type SelectVenuesCommand,
  type SingleVenueView,
  type StatedLimits,
  type StatedVenue,
  type VenueCostView,
  type VenueSelectionView,
  type VenueSplitView,
} from '#application/select-venues';
import { decimal, identifier, identifiers, list, nested, optional } from '../doors/validation.js';
import { BlockInput } from './block.types.js';
import { CostQuantileType } from './cost.types.js';
import { DecimalScalar } from './decimal.scalar.js';
import { IneligibleReasonEnum, VenueKindEnum } from './enums.js';
import { resultUnion } from './failure.types.js';
import { BlockRequestType } from './forecast.types.js';
import { InstantScalar } from './instant.scalar.js';
import { MarketType } from './market.types.js';

// What cannot be is refused by name as ImpossibleVenues; here a number only has to be one.
const ANY_NUMBER = { atLeast: -1e15, atMost: 1e15 } as const;

/** A number that need not be given. */
const statable =
  (description: string): PropertyDecorator =>
  (target, property) => {
    optional()(target, property);
    decimal(ANY_NUMBER)(target, property);
    Field(() => DecimalScalar, { nullable: true, description })(target, property);
  };

@InputType({
  description: 'A place to trade. Costs in bps of the arrival mid; a rebate is negative; what is absent is assumed.',
})
export class VenueInput implements StatedVenue {
  @identifier(64)
  @Field(() => String)
  name!: string;

  @Field(() => VenueKindEnum) kind!: VenueKind;
  @statable('The least that it takes; absent: a lot.') minUnits?: number;
  @statable('The most; absent: the order.') maxUnits?: number;

  @optional()
  @Field(() => Boolean, { nullable: true, description: 'It takes maxUnits or nothing.' })
  allOrNone?: boolean;

  @statable('0 unless stated.') makerFeeBps?: number;
  @statable('0 unless stated.') takerFeeBps?: number;
  @statable('Until an order is there; 0 unless stated.') latencySeconds?: number;
  @statable('Of LIT: by how much its prices are worse than the best, per side; 0 unless stated.') widerBps?: number;
  @statable('Of DARK, BLOCK, PERIODIC_AUCTION: that anything is on the other side; 0.35 is assumed.')
  anyProbability?: number;
  @statable('How much there is on average, where there is anything; a standard block is assumed.') meanUnits?: number;
  @statable('Less than that does not trade there; 0 unless stated.') minExecutionUnits?: number;
  @statable('What a fill costs beyond the mid on average; 1 is assumed.') adverseSelectionBps?: number;
  @statable('How far being there moves the mid; 0.2 is assumed.') leakageBps?: number;
  @statable('Until the next auction, 0 unless stated; of RFQ: how long dealers are given, 10 unless stated.')
  waitSeconds?: number;

  @optional()
  @identifiers(100, 20)
  @Field(() => [String], {
    nullable: true,
    description: 'Of RFQ: 1 to 20 who are asked; absent: the cheapest of whom the desk knows something.',
  })
  dealers?: readonly string[];
}

@InputType({ description: 'Units in all venues of a kind together.' })
export class UnitsByKindInput {
  @Field(() => VenueKindEnum) kind!: VenueKind;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar)
  units!: number;
}

@InputType({ description: 'What a desk allows itself in one split.' })
export class SplitLimitsInput implements StatedLimits {
  @optional()
  @decimal(ANY_NUMBER)
  @Field(() => Int, { nullable: true, description: 'How many venues may be used at once.' })
  venuesMost?: number;

  @optional()
  @list(() => UnitsByKindInput, 5)
  @Field(() => [UnitsByKindInput], { nullable: true })
  unitsMostByKind?: UnitsByKindInput[];
}

/** Venues of a split that is answered at once: with twice as many, everybody else would wait for seconds. */
export const VENUES_MAX = 6;

@InputType({ description: 'A block to be split over venues.' })
export class SelectVenuesInput extends BlockInput implements SelectVenuesCommand {
  @decimal({ atLeast: HORIZON_SECONDS.min, atMost: HORIZON_SECONDS.max })
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'How long what waits is waited for, in trading time; the rest is taken over it.',
  })
  horizonSeconds = 1_800;

  @decimal({ atLeast: -10_000, atMost: 10_000 })
  @Field(() => DecimalScalar, { nullable: true, description: 'Move expected against the order within the horizon.' })
  alphaBps = 0;

  @list(() => VenueInput, VENUES_MAX)
  @Field(() => [VenueInput], { description: `1 to ${VENUES_MAX}, by different names.` })
  venues!: VenueInput[];

  @optional()
  @nested(() => SplitLimitsInput)
  @Field(() => SplitLimitsInput, { nullable: true })
  limits?: SplitLimitsInput;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'Of the scenarios: an integer in [0, 2^32).' })
  seed = 1;

  @identifier(128)
  @Field(() => String, { description: 'A repeat with this key gets the same split.' })
  idempotencyKey!: string;
}

@ObjectType('VenueTerm', { description: 'One additive term of a cost.' })
export class VenueTermType {
  @Field(() => String) name!: string;
  @Field(() => Float) bps!: number;
}

@ObjectType('VenueCost', { description: 'What trading costs, per unit of it, in bps of the arrival mid.' })
export class VenueCostType implements VenueCostView {
  @Field(() => [VenueTermType], { description: 'They sum to the mean.' }) terms!: VenueCostView['terms'];
  @Field(() => Float) meanBps!: number;
  @Field(() => Float) sdBps!: number;
  @Field(() => Float, { description: 'Mean of the worst 5 %.' }) expectedShortfallBps!: number;
  @Field(() => [CostQuantileType]) quantiles!: CostView['quantiles'];
}

@ObjectType('VenueAllocation')
export class VenueAllocationType implements AllocationView {
  @Field(() => String) venue!: string;
  @Field(() => VenueKindEnum) kind!: VenueKind;
  @Field(() => Float, { description: 'In units.' }) quantity!: number;
  @Field(() => VenueCostType, { description: 'Beside the other venues.' }) cost!: VenueCostView;
}

@ObjectType('SingleVenue', { description: 'The whole order in one venue.' })
export class SingleVenueType implements SingleVenueView {
  @Field(() => String) venue!: string;
  @Field(() => VenueKindEnum) kind!: VenueKind;
  @Field(() => VenueCostType, { nullable: true, description: 'Absent where it may not be.' }) cost?: VenueCostView;
}

@ObjectType('IneligibleVenue')
export class IneligibleVenueType {
  @Field(() => String) venue!: string;
  @Field(() => IneligibleReasonEnum) reason!: IneligibleReason;
}

/** A split, whether it was recorded or not. */
@ObjectType({ isAbstract: true })
export abstract class VenueSplitType implements VenueSplitView {
  @Field(() => BlockRequestType) request!: QuoteRequest;
  @Field(() => MarketType) market!: MarketView;
  @Field(() => String) modelVersion!: string;
  @Field(() => Float, { description: "The desk's: weight of the expected shortfall." }) riskAversion!: number;
  @Field(() => [VenueAllocationType], { description: 'Their quantities sum to the order.' })
  allocations!: readonly AllocationView[];
  @Field(() => VenueCostType, { description: 'Of the whole order.' }) cost!: VenueCostView;
  @Field(() => Float, { description: 'Units expected to be taken in the lit market, at once or in the end.' })
  takenQuantity!: number;
  @Field(() => Float, { description: 'Mean + riskAversion x expected shortfall.' }) objectiveBps!: number;
  @Field(() => Float, {
    nullable: true,
    description: 'How far that may be above the best split in steps of stepQuantity; absent where none is allowed.',
  })
  optimalityGapBps?: number;
  @Field(() => Float, { description: 'In units.' }) stepQuantity!: number;
  @Field(() => [SingleVenueType]) singles!: readonly SingleVenueView[];
  @Field(() => [IneligibleVenueType]) ineligible!: VenueSplitView['ineligible'];
}

@ObjectType('VenueSelection', { description: 'A block split over venues, as it was decided.' })
export class VenueSelectionType extends VenueSplitType implements VenueSelectionView {
  @Field(() => ID) decisionId!: string;
  @Field(() => InstantScalar, { description: 'Of the market session.' }) decidedAt!: string;
}

export const SelectVenuesResult = resultUnion('SelectVenuesResult', VenueSelectionType, 'VenueSelection', [
  'UNKNOWN_INSTRUMENT',
  'STALE_MARKET',
  'CROSSED_MARKET',
  'MARKET_NOT_TRADABLE',
  'INVALID_QUANTITY',
  'FORECAST_UNAVAILABLE',
  'NO_DEALER_KNOWN',
  'IMPOSSIBLE_VENUES',
  'NO_VENUE_ELIGIBLE',
  'NO_SPLIT_ALLOWED',
  'TOO_MANY_WAITING',
  'IDEMPOTENCY_CONFLICT',
]);
