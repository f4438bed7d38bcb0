import { Field, Float, ID, InputType, ObjectType } from '@nestjs/graphql';
import { type ScenarioRow, type StrategyName } from '#domain/execution';
import { type ForecastTier, type Identification } from '#domain/impact';
import { type MarketView } from '#application/decidable-market';
import { type JobStatus } from '#application/ports';
import { type RequestScenariosCommand } from '#application/request-scenarios';
import { decimal, identifier } from '../doors/validation.js';
import { BlockInput } from './block.types.js';
import { DecimalScalar } from './decimal.scalar.js';
import { ForecastTierEnum, IdentificationEnum, JobStatusEnum, StrategyEnum } from './enums.js';
import { resultUnion } from './failure.types.js';
import { BlockRequestType } from './forecast.types.js';
import { InstantScalar } from './instant.scalar.js';
import { MarketType } from './market.types.js';

@InputType({ description: 'A block for which the strategies are to be compared.' })
export class RequestScenariosInput extends BlockInput implements RequestScenariosCommand {
  @decimal({ atLeast: 1, atMost: 864_000 })
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Trading time for the block; the strategies take a quarter, half and all of it.',
  })
  horizonSeconds = 1_800;

  @decimal({ atLeast: -10_000, atMost: 10_000 })
  @Field(() => DecimalScalar, { nullable: true, description: 'The table shows P(slippage > this).' })
  thresholdBps = 10;

  @identifier(128)
  @Field(() => String, { description: 'A repeat with this key gets the same scenario.' })
  idempotencyKey!: string;
}

@ObjectType('StrategyRow', {
  description:
    'What one strategy is forecast to cost, in bps of the arrival mid. temporaryBps + permanentBps = slippageBps.',
})
export class StrategyRowType implements Omit<ScenarioRow, 'slippage'> {
  @Field(() => StrategyEnum) strategy!: StrategyName;
  @Field(() => Float) horizonSeconds!: number;
  @Field(() => Float, { description: 'Share that crosses the spread.' }) aggression!: number;
  @Field(() => Float, { description: "The order's share of all volume while it is worked." })
  participationRate!: number;
  @Field(() => Float) temporaryBps!: number;
  @Field(() => Float, { description: 'Share of the lasting shift that the fills pay.' }) permanentBps!: number;
  @Field(() => Float, { description: 'Arrival price to average fill.' }) slippageBps!: number;
  @Field(() => Float, { description: 'The full lasting shift of the mid.' }) lastingShiftBps!: number;
  @Field(() => Float) exceedanceThresholdBps!: number;
  @Field(() => Float, { description: 'P(slippage > exceedanceThresholdBps).' }) exceedanceProbability!: number;
  @Field(() => Float, { description: 'Slippage not exceeded with 95 % probability.' }) valueAtRiskBps!: number;
  @Field(() => Float, { description: 'Mean slippage of the worst 5 %.' }) expectedShortfallBps!: number;
  @Field(() => String) modelVersion!: string;
  @Field(() => ForecastTierEnum) tier!: ForecastTier;
  @Field(() => IdentificationEnum) identification!: Identification;
}

@ObjectType('Scenario', { description: 'A block and the strategies for working it, compared by a worker.' })
export class ScenarioType {
  @Field(() => ID) scenarioId!: string;
  @Field(() => JobStatusEnum) status!: JobStatus;
  @Field(() => BlockRequestType) request!: BlockRequestType;
  @Field(() => MarketType, { description: 'The market at the time of the request.' }) market!: MarketView;
  @Field(() => InstantScalar, { description: 'Of the market session.' }) requestedAt!: string;
  @Field(() => InstantScalar, { description: 'Wall time of the record.' }) createdAt!: string;
  @Field(() => [StrategyRowType], { nullable: true, description: 'Present when DONE.' })
  rows?: readonly StrategyRowType[];
  @Field(() => String, { nullable: true, description: 'Present when FAILED.' }) failureReason?: string;
}

export const RequestScenariosResult = resultUnion('RequestScenariosResult', ScenarioType, 'Scenario', [
  'UNKNOWN_INSTRUMENT',
  'STALE_MARKET',
  'CROSSED_MARKET',
  'MARKET_NOT_TRADABLE',
  'INVALID_QUANTITY',
  'IDEMPOTENCY_CONFLICT',
]);

export const ScenarioResult = resultUnion('ScenarioResult', ScenarioType, 'Scenario', ['UNKNOWN_SCENARIO']);
