import { Field, Float, ObjectType } from '@nestjs/graphql';
import { type ScenarioRow, type StrategyName } from '#domain/execution';
import { type ForecastTier, type Identification } from '#domain/impact';
import { ForecastTierEnum, IdentificationEnum, StrategyEnum } from './enums.js';

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
