import { Field, Float, ObjectType } from '@nestjs/graphql';
import { type CostView, type QuantileView } from '#application/forecast-impact';

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
