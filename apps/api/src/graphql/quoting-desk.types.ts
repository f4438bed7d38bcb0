import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { type Side } from '#domain/core';
import { type OutcomeKind } from '#domain/rfq';
import { type DeskPosition } from '#application/ports';
import { type RecordQuoteOutcomeCommand } from '#application/quoting-desk';
import { decimal, identifier, optional } from '../doors/validation.js';
import { DecimalScalar } from './decimal.scalar.js';
import { OutcomeKindEnum, SideEnum } from './enums.js';
import { resultUnion } from './failure.types.js';

@ObjectType('DeskPosition')
export class DeskPositionType implements DeskPosition {
  @Field(() => ID) instrumentId!: string;
  @Field(() => Float, { description: 'In units; positive is long.' }) quantity!: number;
}

@ObjectType('KillSwitchState', { description: 'While it is engaged no quote leaves the desk.' })
export class KillSwitchType {
  @Field(() => Boolean) isEngaged!: boolean;
  @Field(() => String, { nullable: true }) reason?: string;
}

@ObjectType('EngagedKillSwitch')
export class EngagedKillSwitchType {
  @Field(() => KillSwitchType) killSwitch!: KillSwitchType;
  @Field(() => Int, { description: 'Live quotes that were taken back.' }) cancelled!: number;
}

@ObjectType('Inventory', { description: 'What the desk holds and has out, and whether anything may leave.' })
export class InventoryType {
  @Field(() => [DeskPositionType], { description: 'Those that are not flat.' }) positions!: readonly DeskPosition[];
  @Field(() => Int) liveQuotes!: number;
  @Field(() => KillSwitchType) killSwitch!: KillSwitchType;
}

@InputType({ description: 'Why no quote may leave.' })
export class EngageKillSwitchInput {
  @identifier(256)
  @Field(() => String)
  reason!: string;
}

@InputType({ description: 'What the desk learned of one of its quotes.' })
export class RecordQuoteOutcomeInput implements RecordQuoteOutcomeCommand {
  @identifier(64)
  @Field(() => ID, { description: "The quote's decisionId." })
  quoteId!: string;

  @Field(() => OutcomeKindEnum)
  kind!: OutcomeKind;

  @Field(() => SideEnum, { description: 'BUY: the client asked for, or dealt on, the offer.' })
  clientSide!: Side;

  @optional()
  @decimal({ above: 0, atMost: 1e15 })
  @Field(() => DecimalScalar, { nullable: true, description: 'In units, one of those quoted; of a ladder.' })
  quantity?: number;

  @optional()
  @decimal({ above: 0, atMost: 1e15 })
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'The best price not traded, where the desk was told; with DONE_WITH_COVER only.',
  })
  coverPrice?: number;

  @optional()
  @identifier(64)
  @Field(() => String, { nullable: true, description: 'The book or trader that priced it.' })
  dealerDesk?: string;
}

@ObjectType('RecordedQuoteOutcome')
export class RecordedQuoteOutcomeType {
  @Field(() => ID) quoteId!: string;
  @Field(() => ID) instrumentId!: string;
  @Field(() => OutcomeKindEnum) kind!: OutcomeKind;
  @Field(() => SideEnum) clientSide!: Side;
  @Field(() => Float, { description: 'In units.' }) quantity!: number;
}

export const RecordQuoteOutcomeResult = resultUnion(
  'RecordQuoteOutcomeResult',
  RecordedQuoteOutcomeType,
  'RecordedQuoteOutcome',
  ['UNKNOWN_DECISION', 'IMPOSSIBLE_OUTCOME', 'OUTCOME_RECORDED'],
);

export const ReleaseKillSwitchResult = resultUnion('ReleaseKillSwitchResult', KillSwitchType, 'KillSwitchState', [
  'SECOND_PERSON_REQUIRED',
]);
