import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { type DoneAction, type OverrideReason, type RecordedAction } from '#application/best-execution';
import { type PossibleAction } from '#application/evaluate-quotes';
import { decimal, identifier, identifiers, optional } from '../doors/validation.js';
import { DecimalScalar } from './decimal.scalar.js';
import { AdvisedActionEnum, OverrideReasonEnum } from './enums.js';
import { resultUnion } from './failure.types.js';
import { InstantScalar } from './instant.scalar.js';

@InputType({ description: 'What a desk did about an evaluation.' })
export class DoneActionInput {
  @Field(() => AdvisedActionEnum, { description: 'Anything but ABSTAIN, which is no action.' })
  action!: PossibleAction | 'ABSTAIN';

  @optional()
  @identifiers(64, 50)
  @Field(() => [String], { nullable: true, description: 'With whom; absent for what concerns no dealer.' })
  dealers?: string[];

  @optional()
  @decimal({ above: 0, atMost: 1e9 })
  @Field(() => DecimalScalar, { nullable: true, description: 'Average price of what was traded.' })
  price?: number;

  @optional()
  @decimal({ above: 0, atMost: 1e15 })
  @Field(() => DecimalScalar, { nullable: true, description: 'What was traded, in units.' })
  quantity?: number;

  @optional()
  @Field(() => OverrideReasonEnum, { nullable: true, description: 'Needed where it is not what was advised.' })
  reasonCode?: OverrideReason;

  @optional()
  @identifier(500)
  @Field(() => String, { nullable: true, description: 'Needed with the reason OTHER.' })
  note?: string;
}

@ObjectType('DoneAction', { description: 'What a desk did about an evaluation.' })
export class DoneActionType implements DoneAction {
  @Field(() => AdvisedActionEnum) action!: PossibleAction;
  @Field(() => [String]) dealers!: readonly string[];
  @Field(() => Float, { nullable: true }) price?: number;
  @Field(() => Float, { nullable: true, description: 'In units.' }) quantity?: number;
  @Field(() => OverrideReasonEnum, { nullable: true }) reasonCode?: OverrideReason;
  @Field(() => String, { nullable: true }) note?: string;
}

@ObjectType('RecordedAction', { description: 'An action as it is recorded beside its evaluation.' })
export class RecordedActionType implements RecordedAction {
  @Field(() => ID) decisionId!: string;
  @Field(() => InstantScalar, { description: 'Of the market session.' }) decidedAt!: string;
  @Field(() => ID, { description: 'The decision that it is about.' }) evaluationId!: string;
  @Field(() => DoneActionType) done!: DoneActionType;
  @Field(() => Boolean, { description: 'It is not what was advised; false where nothing was.' }) isOverride!: boolean;
}

export const RecordActionResult = resultUnion('RecordActionResult', RecordedActionType, 'RecordedAction', [
  'UNKNOWN_DECISION',
  'REASON_MISSING',
  'DEALER_NOT_ASKED',
  'WRONG_SIDE',
  'IDEMPOTENCY_CONFLICT',
]);

@ObjectType('BestExecutionFile', {
  description:
    'Evaluations with all quotes, benchmark, models, advice and what was done; the same bytes whenever it is asked for.',
})
export class BestExecutionFileType {
  @Field(() => Int, { description: 'How many evaluations are in it.' }) evaluations!: number;
  @Field(() => String, { description: 'A list as JSON, or a table (RFC 4180) of one row per quote.' }) text!: string;
  @Field(() => String, { nullable: true, description: 'Pass as `after` for older ones; absent at the end.' })
  nextCursor?: string;
}
