import { Field, Float, ID, InputType, ObjectType } from '@nestjs/graphql';
import { type Side } from '#domain/core';
import { type ForecastTier, type Identification, type ResidualComponent } from '#domain/impact';
import { type QuantityUnit } from '#domain/rfq';
import {
  type CostView,
  type ExceedanceView,
  type ForecastImpactCommand,
  type ForecastView,
  type QuantileView,
} from '#application/forecast-impact';
import { decimal, decimals, identifier } from '../doors/validation.js';
import { DecimalScalar } from './decimal.scalar.js';
import { ForecastTierEnum, IdentificationEnum, QuantityUnitEnum, ResidualKindEnum, SideEnum } from './enums.js';
import { resultUnion } from './failure.types.js';
import { InstantScalar } from './instant.scalar.js';
import { MarketType } from './market.types.js';

@ObjectType('BlockRequest', { description: 'A block, normalised to units.' })
export class BlockRequestType {
  @Field(() => ID) instrumentId!: string;
  @Field(() => SideEnum) side!: Side;
  @Field(() => Float, { description: 'In units.' }) quantity!: number;
  @Field(() => Float) horizonSeconds!: number;
}

@ObjectType('CostQuantile')
export class CostQuantileType implements QuantileView {
  @Field(() => Float) probability!: number;
  @Field(() => Float) bps!: number;
}

@ObjectType('CostDistribution', { description: 'Distribution of a cost in bps of the arrival mid; positive is worse.' })
export class CostDistributionType implements CostView {
  @Field(() => Float) meanBps!: number;
  @Field(() => Float) sdBps!: number;
  @Field(() => [CostQuantileType]) quantiles!: readonly QuantileView[];
  @Field(() => Float, { description: 'Cost not exceeded with 95 % probability.' }) valueAtRiskBps!: number;
  @Field(() => Float, { description: 'Mean cost of the worst 5 %.' }) expectedShortfallBps!: number;
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
}

@ObjectType('Exceedance', { description: 'P(slippage > threshold).' })
export class ExceedanceType implements ExceedanceView {
  @Field(() => Float) thresholdBps!: number;
  @Field(() => Float) probability!: number;
}

@ObjectType('ImpactForecastAnswer')
export class ImpactForecastAnswerType {
  @Field(() => InstantScalar, { description: 'Decision time, of the market session.' }) at!: string;
  @Field(() => BlockRequestType) request!: BlockRequestType;
  @Field(() => MarketType) market!: MarketType;
  @Field(() => ImpactForecastType) forecast!: ForecastView;
  @Field(() => [ExceedanceType]) exceedance!: readonly ExceedanceView[];
}

@InputType({ description: 'A block whose impact is asked for.' })
export class ImpactForecastInput implements ForecastImpactCommand {
  @identifier(64)
  @Field(() => ID)
  instrumentId!: string;

  @Field(() => SideEnum)
  side!: Side;

  @decimal({ above: 0, atMost: 1e15 })
  @Field(() => DecimalScalar)
  quantity!: number;

  @Field(() => QuantityUnitEnum, { nullable: true })
  quantityUnit: QuantityUnit = 'UNITS';

  @decimal({ atLeast: 1, atMost: 864_000 })
  @Field(() => DecimalScalar, { nullable: true, description: 'Trading time over which the block is worked.' })
  horizonSeconds = 1_800;

  @decimal({ atLeast: 0, atMost: 1 })
  @Field(() => DecimalScalar, { nullable: true, description: 'Share that crosses the spread.' })
  aggression = 0.5;

  @decimals({ atMost: 20 }, { atLeast: -10_000, atMost: 10_000 })
  @Field(() => [DecimalScalar], { nullable: true })
  thresholdsBps: number[] = [5, 10, 20];
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
    'FORECAST_UNAVAILABLE',
  ],
);
