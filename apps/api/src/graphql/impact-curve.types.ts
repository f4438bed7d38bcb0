import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { type Side } from '#domain/core';
import { type ForecastTier } from '#domain/impact';
import { type QuantityUnit } from '#domain/rfq';
import { type MarketView } from '#application/decidable-market';
import { HORIZON_SECONDS, type CostView } from '#application/forecast-impact';
import {
  CURVE_LIMITS,
  type CurvePointView,
  type CurveView,
  type ImpactCurve,
  type TraceImpactCurveCommand,
} from '#application/trace-impact-curve';
import { decimal, decimals, identifier, optional } from '../doors/validation.js';
import { CostDistributionType } from './cost.types.js';
import { DecimalScalar } from './decimal.scalar.js';
import { ForecastTierEnum, QuantityUnitEnum, SideEnum } from './enums.js';
import { resultUnion } from './failure.types.js';
import { InstantScalar } from './instant.scalar.js';
import { MarketType } from './market.types.js';

@InputType({
  description: 'Blocks of several sizes and horizons. Give quantities, or fromQuantity and toQuantity, not both.',
})
export class ImpactCurveInput implements TraceImpactCurveCommand {
  @identifier(64)
  @Field(() => ID)
  instrumentId!: string;

  @Field(() => SideEnum)
  side!: Side;

  @optional()
  @decimals({ atLeast: 1, atMost: CURVE_LIMITS.sizes }, { above: 0, atMost: 1e15 })
  @Field(() => [DecimalScalar], { nullable: true, description: `1 to ${CURVE_LIMITS.sizes}.` })
  quantities?: number[];

  @optional()
  @decimal({ above: 0, atMost: 1e15 })
  @Field(() => DecimalScalar, { nullable: true, description: 'The smallest of a range of sizes.' })
  fromQuantity?: number;

  @optional()
  @decimal({ above: 0, atMost: 1e15 })
  @Field(() => DecimalScalar, { nullable: true, description: 'The largest.' })
  toQuantity?: number;

  @decimal({ atLeast: 2, atMost: CURVE_LIMITS.sizes })
  @Field(() => Int, {
    nullable: true,
    description: `Sizes of the range, each the same ratio above the last: 2 to ${CURVE_LIMITS.sizes}, 20 by default.`,
  })
  points = 20;

  @Field(() => QuantityUnitEnum, { nullable: true })
  quantityUnit: QuantityUnit = 'UNITS';

  @decimals(
    { atLeast: 1, atMost: CURVE_LIMITS.horizons },
    { atLeast: HORIZON_SECONDS.min, atMost: HORIZON_SECONDS.max },
  )
  @Field(() => [DecimalScalar], { nullable: true, description: `1 to ${CURVE_LIMITS.horizons}, in trading time.` })
  horizonsSeconds: number[] = [1_800];

  @decimal({ atLeast: 0, atMost: 1 })
  @Field(() => DecimalScalar, { nullable: true, description: 'Share that crosses the spread.' })
  aggression = 0.5;
}

@ObjectType('ImpactCurvePoint')
export class ImpactCurvePointType implements CurvePointView {
  @Field(() => Float, { description: 'In units.' }) quantity!: number;
  @Field(() => Float, { description: 'In days of average volume.' }) advFraction!: number;
  @Field(() => Float) temporaryBps!: number;
  @Field(() => Float) permanentBps!: number;
  @Field(() => Float) lastingShiftBps!: number;
  @Field(() => CostDistributionType, { description: 'Its quantiles are the band of a picture.' }) slippage!: CostView;
  @Field(() => String) modelVersion!: string;
  @Field(() => ForecastTierEnum) tier!: ForecastTier;
}

@ObjectType('ImpactCurveAtHorizon')
export class ImpactCurveAtHorizonType implements CurveView {
  @Field(() => Float) horizonSeconds!: number;
  @Field(() => [ImpactCurvePointType]) points!: readonly CurvePointView[];
}

@ObjectType('ImpactCurve', { description: 'What blocks of several sizes cost, in the market of one moment.' })
export class ImpactCurveType implements ImpactCurve {
  @Field(() => InstantScalar, { description: 'Decision time, of the market session.' }) at!: string;
  @Field(() => ID) instrumentId!: string;
  @Field(() => SideEnum) side!: Side;
  @Field(() => MarketType) market!: MarketView;
  @Field(() => [ImpactCurveAtHorizonType], { description: 'One per horizon, in the order asked for.' })
  curves!: readonly CurveView[];
}

export const ImpactCurveResult = resultUnion('ImpactCurveResult', ImpactCurveType, 'ImpactCurve', [
  'UNKNOWN_INSTRUMENT',
  'STALE_MARKET',
  'CROSSED_MARKET',
  'MARKET_NOT_TRADABLE',
  'INVALID_QUANTITY',
  'FORECAST_UNAVAILABLE',
]);
