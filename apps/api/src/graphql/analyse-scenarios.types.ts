import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { type Side } from '#domain/core';
import { type QuantityUnit } from '#domain/rfq';
import { type AnalyseScenariosCommand, type GridRow, type GridView } from '#application/analyse-scenarios';
import { type MarketView } from '#application/decidable-market';
import { type StatedHorizon } from '#application/forecast-impact';
import { decimal, decimals, identifier, list, optional } from '../doors/validation.js';
import { AnalysisType } from './analysis.types.js';
import { DecimalScalar } from './decimal.scalar.js';
import { QuantityUnitEnum, SideEnum } from './enums.js';
import { resultUnion } from './failure.types.js';
import { MarketType } from './market.types.js';
import { StrategyRowType } from './strategy-row.types.js';

// What cannot be is refused by name; here a number only has to be one.
const ANY_NUMBER = { atLeast: -1e15, atMost: 1e15 } as const;
/** Of each axis: what they make together is refused as TooManyRows. */
const AXIS_MAX = 1_000;

@InputType({ description: 'How long a block is worked, in one way or the other.' })
export class HorizonInput implements StatedHorizon {
  @optional()
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'Trading time.' })
  horizonSeconds?: number;

  @optional()
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: "The order's share of all volume, its own included." })
  participation?: number;
}

@InputType({ description: 'Every strategy at every combination of size, horizon and volatility.' })
export class AnalyseScenariosInput implements AnalyseScenariosCommand {
  @identifier(64)
  @Field(() => ID)
  instrumentId!: string;

  @Field(() => SideEnum)
  side!: Side;

  @decimals({ atLeast: 1, atMost: AXIS_MAX }, { above: 0, atMost: 1e15 })
  @Field(() => [DecimalScalar], { description: `1 to ${AXIS_MAX}.` })
  quantities!: number[];

  @Field(() => QuantityUnitEnum, { nullable: true })
  quantityUnit: QuantityUnit = 'UNITS';

  @list(() => HorizonInput, AXIS_MAX)
  @Field(() => [HorizonInput], { description: `1 to ${AXIS_MAX}.` })
  horizons!: HorizonInput[];

  @decimals({ atLeast: 1, atMost: AXIS_MAX }, ANY_NUMBER)
  @Field(() => [DecimalScalar], {
    nullable: true,
    description: 'Of the volatility of the moment, 0.1 to 10; 1 leaves it.',
  })
  volatilityFactors: number[] = [1];

  @decimal({ atLeast: -10_000, atMost: 10_000 })
  @Field(() => DecimalScalar, { nullable: true, description: 'Rows show P(slippage > this).' })
  thresholdBps = 10;

  @identifier(128)
  @Field(() => String, { description: 'A repeat with this key gets the same analysis.' })
  idempotencyKey!: string;
}

@ObjectType('ScenarioGrid', { description: 'What all rows of a grid of scenarios have in common.' })
export class ScenarioGridType implements GridView {
  @Field(() => ID) instrumentId!: string;
  @Field(() => SideEnum) side!: Side;
  @Field(() => MarketType, { description: 'The market at the time of the request.' }) market!: MarketView;
}

@ObjectType('ScenarioRow', { description: 'What one strategy is forecast to cost in one cell of the grid.' })
export class ScenarioRowType extends StrategyRowType implements GridRow {
  @Field(() => Int, { description: 'Its number, from 0.' }) row!: number;
  @Field(() => Float, { description: 'In units.' }) quantity!: number;
  @Field(() => Float, { description: 'By which the volatility of the moment is multiplied.' })
  volatilityFactor!: number;
}

export const ScenarioAnswerResult = resultUnion('ScenarioAnswer', ScenarioRowType, 'ScenarioRow', [
  'FORECAST_UNAVAILABLE',
]);

export const AnalyseScenariosResult = resultUnion('AnalyseScenariosResult', AnalysisType, 'Analysis', [
  'UNKNOWN_INSTRUMENT',
  'STALE_MARKET',
  'CROSSED_MARKET',
  'MARKET_NOT_TRADABLE',
  'INVALID_QUANTITY',
  'INVALID_HORIZON',
  'IMPOSSIBLE_GRID',
  'TOO_MANY_ROWS',
  'IDEMPOTENCY_CONFLICT',
]);
