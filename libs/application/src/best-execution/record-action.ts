import { canonicalJson, err, formatInstant, type Failure, type Result } from '#domain/core';
import { type DecisionLog, type DecisionRecord, type Identifiers, type MarketState } from '#application/ports';
import { recordDecision, type IdempotencyConflict } from '#application/record-decision';
import {
  actionKeyOf,
  decideAction,
  type ActionFailure,
  type ActionInputs,
  type DoneAction,
  type RecordedAction,
} from './action.js';
import { evaluationOf } from './best-execution.js';

export type UnknownEvaluation = Failure<'UNKNOWN_DECISION'>;

export interface RecordActionPorts {
  readonly market: MarketState;
  readonly decisions: DecisionLog;
  readonly identifiers: Identifiers;
}

/** Records what was done about an evaluation, and answers when that is durable. */
export const recordAction = async (
  { market, decisions, identifiers }: RecordActionPorts,
  deskId: string,
  evaluationId: string,
  done: DoneAction,
): Promise<Result<RecordedAction, UnknownEvaluation | ActionFailure | IdempotencyConflict>> => {
  const record = await decisions.find(deskId, evaluationId);
  if (record?.kind !== 'EVALUATE_QUOTES') return err(unknownEvaluation(evaluationId));
  const inputs: ActionInputs = {
    decisionId: identifiers.newId(),
    decidedAt: formatInstant(market.now()),
    evaluationId,
    ...whatWasAdvised(record),
    done,
  };
  const { decisionId, decidedAt } = inputs;
  const decided = decideAction(inputs);
  const draft = decided.ok
    ? ({ ok: true, value: { decisionId, decidedAt, inputs, output: decided.value } } as const)
    : decided;
  const requestHash = identifiers.digest(canonicalJson(done));
  const request = { deskId, kind: 'RECORD_ACTION', idempotencyKey: actionKeyOf(evaluationId), requestHash } as const;
  const recorded = await recordDecision(decisions, request, draft);
  return !recorded.ok && recorded.error.code === 'IDEMPOTENCY_CONFLICT'
    ? err(otherActionRecorded(evaluationId))
    : recorded;
};

/** The key is the evaluation: its id is what the caller knows of it. */
const otherActionRecorded = (evaluationId: string): IdempotencyConflict => ({
  code: 'IDEMPOTENCY_CONFLICT',
  field: 'id',
  message: `another action is recorded of evaluation ${evaluationId}`,
  allowed: 'the action that is recorded, or an evaluation of which none is',
});

const unknownEvaluation = (evaluationId: string): UnknownEvaluation => ({
  code: 'UNKNOWN_DECISION',
  field: 'id',
  message: `this desk has no evaluation ${JSON.stringify(evaluationId)}`,
  allowed: 'the decisionId of an answer to evaluateQuotes',
});

const whatWasAdvised = (record: DecisionRecord): Pick<ActionInputs, 'side' | 'dealers' | 'advised'> => {
  const { request, quotes, discarded, advice } = evaluationOf(record);
  return {
    side: request.side,
    dealers: [...new Set([...quotes, ...discarded].map(({ dealer }) => dealer))],
    advised: { action: advice.action, ...(advice.dealer !== undefined && { dealer: advice.dealer }) },
  };
};
