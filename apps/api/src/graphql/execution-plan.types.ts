import { Field, Float, ID, InputType, ObjectType } from '@nestjs/graphql';
import { type FrontierPoint } from '#domain/execution';
import { type QuoteRequest } from '#domain/rfq';
import { type MarketView } from '#application/decidable-market';
import { type ForecastView } from '#application/forecast-impact';
import {
  type FrontierView,
  type PlanExecutionCommand,
  type PlanView,
  type SliceView,
  type StatedStrategy,
  type TraceFrontierCommand,
} from '#application/plan-execution';
import { decimal, decimals, identifier, nested } from '../doors/validation.js';
import { DecimalScalar } from './decimal.scalar.js';
import { PlanStrategyEnum, SliceKindEnum } from './enums.js';
import { resultUnion } from './failure.types.js';
import { BlockRequestType, ImpactForecastType } from './forecast.types.js';
import { InstantScalar } from './instant.scalar.js';
import { MarketType } from './market.types.js';
import { PlannedOrderInput, PlanStrategyInput } from './planned-order.types.js';

@InputType({ description: 'A parent order to be cut over time.' })
export class PlanExecutionInput extends PlannedOrderInput implements PlanExecutionCommand {
  @nested(() => PlanStrategyInput)
  @Field(() => PlanStrategyInput)
  strategy!: PlanStrategyInput;

  @identifier(128)
  @Field(() => String, { description: 'A repeat with this key gets the same plan.' })
  idempotencyKey!: string;
}

@InputType({ description: 'A parent order whose cost and risk are compared at several paces.' })
export class FrontierInput extends PlannedOrderInput implements TraceFrontierCommand {
  @decimals({ atLeast: 1, atMost: 20 }, { atLeast: -1e15, atMost: 1e15 })
  @Field(() => [DecimalScalar], { nullable: true, description: 'One point each, per bps, from 0 on: 1 to 20.' })
  riskAversions: number[] = [0, 0.0001, 0.001, 0.01, 0.1];

  @decimal({ atLeast: -1e15, atMost: 1e15 })
  @Field(() => DecimalScalar, { nullable: true, description: 'Of the value at risk: from 0.5 on, and below 1.' })
  probability = 0.95;
}

@ObjectType('PlanStrategyUsed')
export class PlanStrategyUsedType implements StatedStrategy {
  @Field(() => PlanStrategyEnum) kind!: StatedStrategy['kind'];
  @Field(() => Float, { nullable: true }) participationRate?: number;
  @Field(() => Float, { nullable: true }) riskAversion?: number;
  @Field(() => Float, { nullable: true }) probability?: number;
}

@ObjectType('SliceVenue')
export class SliceVenueType {
  @Field(() => String) venue!: string;
  @Field(() => Float, { description: 'In units.' }) quantity!: number;
}

@ObjectType('CostBand', { description: 'Of a slice against the arrival price: at 5, 50 and 95 %.' })
export class CostBandType {
  @Field(() => Float) lowBps!: number;
  @Field(() => Float) medianBps!: number;
  @Field(() => Float) highBps!: number;
}

@ObjectType('PlanSlice', { description: 'One child of a planned order.' })
export class PlanSliceType implements SliceView {
  @Field(() => SliceKindEnum) kind!: SliceView['kind'];
  @Field(() => Float, { description: 'From the decision on, in trading time.' }) fromSeconds!: number;
  @Field(() => Float) toSeconds!: number;
  @Field(() => Float, { description: 'In units, whole lots.' }) quantity!: number;
  @Field(() => [SliceVenueType], { description: 'They sum to the quantity; none of an auction.' })
  venues!: SliceView['venues'];
  @Field(() => Float, { description: 'Share that crosses the spread; the rest waits.' }) aggression!: number;
  @Field(() => Float, { description: 'No unit is traded beyond it.' }) limitPrice!: number;
  @Field(() => CostBandType) costBand!: SliceView['costBand'];
}

@ObjectType('ExecutionPlan', { description: 'A parent order cut over time, as it was decided.' })
export class ExecutionPlanType implements PlanView {
  @Field(() => ID) decisionId!: string;
  @Field(() => InstantScalar, { description: 'Of the market session.' }) decidedAt!: string;
  @Field(() => BlockRequestType) request!: QuoteRequest;
  @Field(() => MarketType) market!: MarketView;
  @Field(() => ImpactForecastType, { description: 'Of the order worked evenly.' }) forecast!: ForecastView;
  @Field(() => PlanStrategyUsedType) strategy!: StatedStrategy;
  @Field(() => Float, { description: 'Of what is traded outside of auctions.' }) expectedCostBps!: number;
  @Field(() => Float) costSdBps!: number;
  @Field(() => [PlanSliceType], { description: 'By time; their quantities sum to the order.' })
  slices!: readonly SliceView[];
}

@ObjectType('FrontierPoint', { description: 'What the order costs at one pace.' })
export class FrontierPointType implements FrontierPoint {
  @Field(() => Float, { description: 'Per bps.' }) riskAversion!: number;
  @Field(() => Float) expectedCostBps!: number;
  @Field(() => Float) costSdBps!: number;
  @Field(() => Float, { description: 'Expected cost + z x its standard deviation.' }) valueAtRiskBps!: number;
  @Field(() => [Float], { description: 'Share of the order that is done by the end of each interval.' })
  doneShares!: readonly number[];
}

@ObjectType('Frontier', { description: 'What an order costs against how unsure that is.' })
export class FrontierType implements FrontierView {
  @Field(() => InstantScalar, { description: 'Of the market session.' }) at!: string;
  @Field(() => BlockRequestType) request!: QuoteRequest;
  @Field(() => MarketType) market!: MarketView;
  @Field(() => ImpactForecastType, { description: 'Of the order worked evenly.' }) forecast!: ForecastView;
  @Field(() => Float, { description: 'Of the value at risk.' }) probability!: number;
  @Field(() => [FrontierPointType], { description: 'One per risk aversion, in their order.' })
  points!: readonly FrontierPoint[];
  @Field(() => FrontierPointType) leastValueAtRisk!: FrontierPoint;
}

const FAILURES = [
  'UNKNOWN_INSTRUMENT',
  'STALE_MARKET',
  'CROSSED_MARKET',
  'MARKET_NOT_TRADABLE',
  'INVALID_QUANTITY',
  'NO_FEATURES',
  'FORECAST_UNAVAILABLE',
  'INVALID_SCHEDULE',
  'INFEASIBLE_PLAN',
] as const;

export const FrontierResult = resultUnion('FrontierResult', FrontierType, 'Frontier', FAILURES);
export const PlanExecutionResult = resultUnion('PlanExecutionResult', ExecutionPlanType, 'ExecutionPlan', [
  ...FAILURES,
  'IDEMPOTENCY_CONFLICT',
]);
