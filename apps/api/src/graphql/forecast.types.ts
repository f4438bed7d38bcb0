import { Field, Float, ID, InputType, ObjectType } from '@nestjs/graphql';
import { type Instant, type Side } from '#domain/core';
import {
  type ForecastFallback,
  type ForecastFlag,
  type ForecastTier,
  type Identification,
  type ResidualComponent,
} from '#domain/impact';
import {
  HORIZON_SECONDS,
  type CostView,
  type ExceedanceView,
  type ForecastImpactAnswer,
  type ForecastImpactCommand,
  type ForecastView,
  type TrainedView,
} from '#application/forecast-impact';
import { decimal, decimals, identifier, instant, optional } from '../doors/validation.js';
import { CostDistributionType } from './cost.types.js';
import { BlockInput } from './block.types.js';
import { DecimalScalar } from './decimal.scalar.js';
import {
  ForecastFallbackCodeEnum,
  ForecastFlagCodeEnum,
  ForecastTierEnum,
  IdentificationEnum,
  ResidualKindEnum,
  SideEnum,
} from './enums.js';
import { resultUnion } from './failure.types.js';
import { InstantScalar } from './instant.scalar.js';
import { MarketType } from './market.types.js';
import { TrainedForecastType } from './trained-forecast.types.js';

@ObjectType('BlockRequest', { description: 'A block, normalised to units.' })
export class BlockRequestType {
  @Field(() => ID) instrumentId!: string;
  @Field(() => SideEnum) side!: Side;
  @Field(() => Float, { description: 'In units.' }) quantity!: number;
  @Field(() => Float) horizonSeconds!: number;
}

@ObjectType('ResidualComponent', { description: 'One part of the uncertainty around the expected slippage.' })
export class ResidualComponentType implements ResidualComponent {
  @Field(() => String) name!: string;
  @Field(() => ResidualKindEnum) kind!: ResidualComponent['kind'];
  @Field(() => Float) sdBps!: number;
  @Field(() => String, { description: 'Where the figure comes from.' }) origin!: string;
}

@ObjectType('MemberForecast', { description: 'Expected slippage by one formula, before averaging.' })
export class MemberForecastType {
  @Field(() => String) name!: string;
  @Field(() => Float) slippageBps!: number;
}

@ObjectType('ForecastFallback', { description: 'Why a later link of the chain answered than the first.' })
export class ForecastFallbackType implements ForecastFallback {
  @Field(() => ForecastFallbackCodeEnum) code!: ForecastFallback['code'];
  @Field(() => String) message!: string;
}

@ObjectType('ForecastFlag', { description: 'What a reader of a forecast must know about it.' })
export class ForecastFlagType implements ForecastFlag {
  @Field(() => ForecastFlagCodeEnum) code!: ForecastFlag['code'];
  @Field(() => [String], { description: 'Inputs, fields of the request, or terms.' }) names!: readonly string[];
  @Field(() => String, { description: 'What was done about it.' }) message!: string;
}

@ObjectType('ImpactForecast', {
  description:
    'Distribution of implementation shortfall, arrival mid to average fill. temporaryBps + permanentBps is its mean.',
})
export class ImpactForecastType implements ForecastView {
  @Field(() => String) modelVersion!: string;
  @Field(() => ForecastTierEnum) tier!: ForecastTier;
  @Field(() => IdentificationEnum) identification!: Identification;
  @Field(() => Float, { description: 'Spread paid and the impact that decays.' }) temporaryBps!: number;
  @Field(() => Float, { description: 'Share of the lasting shift that the fills pay.' }) permanentBps!: number;
  @Field(() => Float, { description: 'The full lasting shift of the mid.' }) lastingShiftBps!: number;
  @Field(() => CostDistributionType) slippage!: CostView;
  @Field(() => [ResidualComponentType]) residual!: readonly ResidualComponent[];
  @Field(() => [MemberForecastType]) members!: ForecastView['members'];
  @Field(() => ForecastFallbackType, { nullable: true, description: 'Absent where the first link answered.' })
  fallback?: ForecastFallback;
  @Field(() => [ForecastFlagType], { nullable: true, description: 'Absent where the published formulas answered.' })
  flags?: readonly ForecastFlag[];
}

@ObjectType('Exceedance', { description: 'P(slippage > threshold).' })
export class ExceedanceType implements ExceedanceView {
  @Field(() => Float) thresholdBps!: number;
  @Field(() => Float) probability!: number;
}

@ObjectType('ImpactForecastAnswer')
export class ImpactForecastAnswerType {
  @Field(() => InstantScalar, { description: 'Decision time, of the market session; or the moment asked for.' })
  at!: string;
  @Field(() => BlockRequestType) request!: BlockRequestType;
  @Field(() => MarketType, { description: 'The market of now, of an earlier moment too: the terms are from it.' })
  market!: MarketType;
  @Field(() => InstantScalar, { nullable: true, description: 'Of when the features are that the model read.' })
  featuresAsOf?: string;
  @Field(() => ImpactForecastType) forecast!: ForecastView;
  @Field(() => [ExceedanceType]) exceedance!: readonly ExceedanceView[];
  @Field(() => TrainedForecastType, { nullable: true, description: 'Absent where the published formulas answered.' })
  trained?: TrainedView;
  // What the explanation is made of, by ImpactForecastAnswerResolver.
  basis!: ForecastImpactAnswer['basis'];
}

@InputType({ description: 'A block whose impact is asked for.' })
export class ImpactForecastInput extends BlockInput implements ForecastImpactCommand {
  @optional()
  @decimal({ atLeast: HORIZON_SECONDS.min, atMost: HORIZON_SECONDS.max })
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Trading time over which the block is worked; 1800 where participation is absent too.',
  })
  horizonSeconds?: number;

  @optional()
  @decimal({ above: 0, atMost: 0.999 })
  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      "Instead of horizonSeconds: the order's share POV of all volume, its own included. T = (Q/V) (1 - POV)/POV days.",
  })
  participation?: number;

  @decimal({ atLeast: 0, atMost: 1 })
  @Field(() => DecimalScalar, { nullable: true, description: 'Share that crosses the spread.' })
  aggression = 0.5;

  @decimals({ atMost: 20 }, { atLeast: -10_000, atMost: 10_000 })
  @Field(() => [DecimalScalar], { nullable: true })
  thresholdsBps: number[] = [5, 10, 20];

  @optional()
  @instant()
  @Field(() => InstantScalar, {
    nullable: true,
    description: 'As the features recorded by then tell the market, as features(at) does; absent: now.',
  })
  at?: Instant;

  @optional()
  @identifier(64)
  @Field(() => ID, {
    nullable: true,
    description:
      'Name of a served model that shall answer, such as "simulated", which was fitted in the simulated market alone; absent: the one for orders.',
  })
  model?: string;
}

export const ImpactForecastResult = resultUnion(
  'ImpactForecastResult',
  ImpactForecastAnswerType,
  'ImpactForecastAnswer',
  [
    'UNKNOWN_INSTRUMENT',
    'STALE_MARKET',
    'CROSSED_MARKET',
    'MARKET_NOT_TRADABLE',
    'INVALID_QUANTITY',
    'INVALID_HORIZON',
    'NO_FEATURES',
    'UNKNOWN_MODEL',
    'FORECAST_UNAVAILABLE',
  ],
);
