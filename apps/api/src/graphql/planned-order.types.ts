import { Field, InputType, Int } from '@nestjs/graphql';
import { type AlphaDecay, type PlanStrategy } from '#domain/execution';
import {
  PLAN_INTERVALS_MAX,
  type OrderCommand,
  type StatedKernel,
  type StatedOrder,
  type StatedStrategy,
} from '#application/plan-execution';
import { decimal, identifier, list, nested, optional } from '../doors/validation.js';
import { BlockInput } from './block.types.js';
import { DecimalScalar } from './decimal.scalar.js';
import { ImpactKernelEnum, PlanStrategyEnum } from './enums.js';

// What cannot be planned is refused by name as InvalidSchedule; here a number only has to be one.
const ANY_NUMBER = { atLeast: -1e15, atMost: 1e15 } as const;

@InputType({ description: 'A pace, with the number that it needs.' })
export class PlanStrategyInput implements StatedStrategy {
  @Field(() => PlanStrategyEnum) kind!: PlanStrategy['kind'];

  @optional()
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'Of POV: above 0 and below 1.' })
  participationRate?: number;

  @optional()
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'Of IMPLEMENTATION_SHORTFALL: per bps, from 0 on.' })
  riskAversion?: number;

  @optional()
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'Of LEAST_VALUE_AT_RISK: from 0.5 on, and below 1.' })
  probability?: number;
}

@InputType({ description: 'How impact decays, with the numbers that its kind needs.' })
export class ImpactKernelInput implements StatedKernel {
  @Field(() => ImpactKernelEnum) kind!: StatedKernel['kind'];

  @optional()
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'Of EXPONENTIAL.' })
  resiliencePerSecond?: number;

  @optional()
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'Of POWER_LAW.' })
  lagSeconds?: number;

  @optional()
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'Of POWER_LAW.' })
  exponent?: number;
}

@InputType({ description: 'A move that is expected against the order; negative: in its favour.' })
export class AlphaDecayInput implements AlphaDecay {
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { description: 'In all.' })
  totalBps!: number;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { description: 'After that half of it is over.' })
  halfLifeSeconds!: number;
}

@InputType({ description: 'A scheduled announcement: the market becomes tense before it and recovers after it.' })
export class PlannedEventInput implements NonNullable<StatedOrder['event']> {
  @decimal({ atLeast: 0, atMost: 864_000 })
  @Field(() => DecimalScalar, { description: 'From now.' })
  inSeconds!: number;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'How long before it the market begins to wait.' })
  leadSeconds = 1_800;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'On the spread right before it, from 1 on.' })
  spreadFactor = 2;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'On displayed sizes right before it, in (0, 1].' })
  depthFactor = 0.5;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'On volatility right before it, from 1 on.' })
  volatilityFactor = 2;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { description: 'Standard deviation of the jump.' })
  gapBps!: number;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true })
  recoveryHalfLifeSeconds = 600;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'For how long nothing is traded after it.' })
  pauseSeconds = 0;
}

@InputType()
export class PlannedAuctionInput {
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { description: 'From now, within the order.' })
  inSeconds!: number;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { description: 'Units that others are expected to trade in it.' })
  expectedVolume!: number;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'Own share of its volume at most, in (0, 1].' })
  participationRateMax = 0.2;
}

@InputType()
export class VenueShareInput {
  @identifier(64)
  @Field(() => String)
  venue!: string;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { description: 'The shares sum to 1.' })
  share!: number;
}

/** A parent order as plans and frontiers are asked for. */
@InputType({ isAbstract: true })
export abstract class PlannedOrderInput extends BlockInput implements OrderCommand {
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'Nothing is traded before; trading time from now.' })
  startInSeconds = 0;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'Done by then; trading time from now.' })
  horizonSeconds = 1_800;

  @decimal({ atLeast: 1, atMost: PLAN_INTERVALS_MAX })
  @Field(() => Int, { nullable: true, description: `Slices of equal length: 1 to ${PLAN_INTERVALS_MAX}.` })
  intervals = 12;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Own share of all volume in any slice at most, in (0, 1]; 1 bounds nothing.',
  })
  participationRateMax = 0.3;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      "Share of the others' volume that waiting orders are expected to get, in [0, 1). Assumed, not learned.",
  })
  passiveFillShare = 0.1;

  @optional()
  @nested(() => ImpactKernelInput)
  @Field(() => ImpactKernelInput, { nullable: true, description: 'Absent: impact is gone by the next slice.' })
  kernel?: ImpactKernelInput;

  @optional()
  @nested(() => AlphaDecayInput)
  @Field(() => AlphaDecayInput, { nullable: true })
  alpha?: AlphaDecayInput;

  @optional()
  @nested(() => PlannedEventInput)
  @Field(() => PlannedEventInput, { nullable: true })
  event?: PlannedEventInput;

  @optional()
  @list(() => PlannedAuctionInput, 4)
  @Field(() => [PlannedAuctionInput], { nullable: true, description: 'Within the order: 1 to 4; absent: none.' })
  auctions?: PlannedAuctionInput[];

  @optional()
  @list(() => VenueShareInput, 12)
  @Field(() => [VenueShareInput], { nullable: true, description: '1 to 12; absent: all of it in the lit book.' })
  venues?: VenueShareInput[];
}
