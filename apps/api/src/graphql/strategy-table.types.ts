import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { type CompareStrategiesCommand, type ComparedStrategies } from '#application/compare-strategies';
import { type MarketView } from '#application/decidable-market';
import { HORIZON_SECONDS } from '#application/forecast-impact';
import { decimal } from '../doors/validation.js';
import { BlockInput } from './block.types.js';
import { DecimalScalar } from './decimal.scalar.js';
import { resultUnion } from './failure.types.js';
import { BlockRequestType } from './forecast.types.js';
import { InstantScalar } from './instant.scalar.js';
import { MarketType } from './market.types.js';
import { StrategyRowType } from './strategy-row.types.js';

@InputType({ description: 'A block for which the strategies are compared at once, and not kept.' })
export class StrategyTableInput extends BlockInput implements CompareStrategiesCommand {
  @decimal({ atLeast: HORIZON_SECONDS.min, atMost: HORIZON_SECONDS.max })
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Trading time for the block; the strategies take a quarter, half and all of it.',
  })
  horizonSeconds = 1_800;

  @decimal({ atLeast: -10_000, atMost: 10_000 })
  @Field(() => DecimalScalar, { nullable: true, description: 'The table shows P(slippage > this).' })
  thresholdBps = 10;
}

@ObjectType('StrategyTable', { description: 'The strategies for a block beside one another, in the market of now.' })
export class StrategyTableType implements Omit<ComparedStrategies, 'rows'> {
  @Field(() => InstantScalar, { description: 'Decision time, of the market session.' }) at!: string;
  @Field(() => BlockRequestType) request!: BlockRequestType;
  @Field(() => MarketType) market!: MarketView;
  @Field(() => [StrategyRowType], { description: 'AGGRESSIVE, BALANCED, PASSIVE.' })
  rows!: readonly StrategyRowType[];
}

export const StrategyTableResult = resultUnion('StrategyTableResult', StrategyTableType, 'StrategyTable', [
  'UNKNOWN_INSTRUMENT',
  'STALE_MARKET',
  'CROSSED_MARKET',
  'MARKET_NOT_TRADABLE',
  'INVALID_QUANTITY',
  'FORECAST_UNAVAILABLE',
]);
