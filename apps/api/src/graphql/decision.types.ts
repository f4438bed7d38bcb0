import { createUnionType, Field, Float, ID, ObjectType } from '@nestjs/graphql';
import { type DecisionKind } from '#application/ports';
import { type ModelCheck, type Replay } from '#application/replay-decision';
import { RecordedActionType } from './best-execution.types.js';
import { DecisionKindEnum, ModelCheckEnum } from './enums.js';
import { RankedQuotesType } from './evaluate-quotes.types.js';
import { ExecutionPlanType } from './execution-plan.types.js';
import { resultUnion } from './failure.types.js';
import { FixedMarginQuoteType } from './fixed-margin-quote.types.js';
import { DealerQuoteLadderType, DealerQuoteType } from './generate-quote.types.js';
import { InstantScalar } from './instant.scalar.js';
import { VenueSelectionType } from './select-venues.types.js';

interface StoredAnswer {
  readonly kind: DecisionKind;
  readonly rungs?: unknown;
  readonly clientTier?: unknown;
}

const ANSWER_TYPES: Readonly<Record<DecisionKind, (answer: StoredAnswer) => string>> = {
  EVALUATE_QUOTES: () => 'RankedQuotes',
  RECORD_ACTION: () => 'RecordedAction',
  PLAN_EXECUTION: () => 'ExecutionPlan',
  SELECT_VENUES: () => 'VenueSelection',
  GENERATE_QUOTE: ({ rungs, clientTier }) => {
    if (rungs !== undefined) return 'DealerQuoteLadder';
    return clientTier === undefined ? 'FixedMarginQuote' : 'DealerQuote';
  },
};

export const DecisionAnswer = createUnionType({
  name: 'DecisionAnswer',
  types: () =>
    [
      RankedQuotesType,
      DealerQuoteType,
      DealerQuoteLadderType,
      FixedMarginQuoteType,
      RecordedActionType,
      ExecutionPlanType,
      VenueSelectionType,
    ] as const,
  resolveType: (value: StoredAnswer) => ANSWER_TYPES[value.kind](value),
});

@ObjectType('Decision', { description: 'A decision as it was recorded: what it was computed from, and the answer.' })
export class DecisionType {
  @Field(() => ID) decisionId!: string;
  @Field(() => DecisionKindEnum) kind!: DecisionKind;
  @Field(() => String) idempotencyKey!: string;
  @Field(() => InstantScalar, { description: 'Of the market session.' }) decidedAt!: string;
  @Field(() => InstantScalar, { description: 'Wall time of the record.' }) createdAt!: string;
  @Field(() => DecisionAnswer) answer!: object;
  @Field(() => String, { description: 'The stored inputs, byte for byte, as JSON.' }) inputs!: string;
  @Field(() => String, { description: 'The stored answer, byte for byte, as JSON.' }) output!: string;
}

@ObjectType('DecisionPage', { description: 'Newest first.' })
export class DecisionPageType {
  @Field(() => [DecisionType]) decisions!: readonly DecisionType[];
  @Field(() => String, { nullable: true, description: 'Pass as `after` for the next page; absent on the last.' })
  nextCursor?: string;
}

@ObjectType('Replay', { description: 'A decision computed again from its stored inputs.' })
export class ReplayType implements Replay {
  @Field(() => ID) decisionId!: string;
  @Field(() => Boolean, { description: 'The stored inputs gave the stored answer byte for byte.' }) byteEqual!: boolean;
  @Field(() => String) storedOutput!: string;
  @Field(() => String) replayedOutput!: string;
  @Field(() => ModelCheckEnum) modelCheck!: ModelCheck;
  @Field(() => Float) modelMaxDifferenceBps!: number;
}

export const DecisionResult = resultUnion('DecisionResult', DecisionType, 'Decision', ['UNKNOWN_DECISION']);
export const ReplayResult = resultUnion('ReplayResult', ReplayType, 'Replay', ['UNKNOWN_DECISION', 'TOO_MANY_WAITING']);
