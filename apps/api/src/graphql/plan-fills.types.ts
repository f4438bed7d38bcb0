import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { type Instant } from '#domain/core';
import { type PlanFilled, type RecordPlanFillsCommand, type StatedFill } from '#application/follow-plan';
import { decimal, identifier, instant, list, optional } from '../doors/validation.js';
import { DecimalScalar } from './decimal.scalar.js';
import { FillLiquidityEnum } from './enums.js';
import { resultUnion } from './failure.types.js';
import { InstantScalar } from './instant.scalar.js';

const NUMBER_MAX = 1e15;
/** Those of a report hold up the plan's other reports. */
const FILLS_MAX = 1_000;

@InputType({ description: "An execution of a plan's order (FIX ExecutionReport 8)." })
export class PlanFillInput implements StatedFill {
  @identifier(64)
  @Field(() => String, { description: 'Of the venue or broker, unique among the fills of the plan (FIX ExecID 17).' })
  execId!: string;

  @optional()
  @instant()
  @Field(() => InstantScalar, {
    nullable: true,
    description: 'Of the market session, from the plan on; absent: now (FIX TransactTime 60).',
  })
  at?: Instant;

  @decimal({ above: 0, atMost: NUMBER_MAX })
  @Field(() => DecimalScalar, { description: 'In units, whole lots, at most what is left (FIX LastQty 32).' })
  quantity!: number;

  @decimal({ above: 0, atMost: NUMBER_MAX })
  @Field(() => DecimalScalar, { description: 'Currency per unit (FIX LastPx 31).' })
  price!: number;

  @identifier(64)
  @Field(() => String, { description: 'FIX LastMkt 30.' })
  venue!: string;

  @optional()
  @Field(() => FillLiquidityEnum, { nullable: true, description: 'Absent: nobody told.' })
  liquidity?: NonNullable<StatedFill['liquidity']>;
}

@InputType({ description: 'What was filled of a plan: recorded all together or not at all.' })
export class RecordPlanFillsInput implements RecordPlanFillsCommand {
  @identifier(64)
  @Field(() => ID, { description: 'The decisionId of a plan, or of a revision of it.' })
  planId!: string;

  @list(() => PlanFillInput, FILLS_MAX)
  @Field(() => [PlanFillInput], { description: `1 to ${FILLS_MAX}. One that was reported before counts once.` })
  fills!: readonly PlanFillInput[];
}

@ObjectType('PlanFilled', { description: 'How much of a plan is filled behind a report; quantities in units.' })
export class PlanFilledType implements PlanFilled {
  @Field(() => ID, { description: 'Of the plan of all of the order.' }) planId!: string;
  @Field(() => Int, { description: 'Fills of the report that were new.' }) recorded!: number;
  @Field(() => Int, { description: 'That had been reported before.' }) repeated!: number;
  @Field(() => Float) filledQuantity!: number;
  @Field(() => Float) leftQuantity!: number;
}

export const RecordPlanFillsResult = resultUnion('RecordPlanFillsResult', PlanFilledType, 'PlanFilled', [
  'UNKNOWN_PLAN',
  'INVALID_QUANTITY',
  'IMPOSSIBLE_FILL',
  'DUPLICATE_ID',
]);
