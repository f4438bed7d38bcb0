import { err, ok, type Failure, type Result } from '#domain/core';
import { type DecisionKind, type DecisionLog, type DecisionRecord } from '#application/ports';

export type IdempotencyConflict = Failure<'IDEMPOTENCY_CONFLICT'>;

/** A decision before it is recorded: everything it was computed from, and the answer. */
export interface DraftDecision<Inputs extends object, Output extends object> {
  readonly decisionId: string;
  readonly decidedAt: string;
  readonly inputs: Inputs;
  readonly output: Output;
}

/** What identifies a request: whose it is, which kind, and its own key and content. */
export interface DecisionRequest {
  readonly deskId: string;
  readonly kind: DecisionKind;
  readonly idempotencyKey: string;
  readonly requestHash: string;
}

/**
 * Makes a decision once per idempotency key. The draft is computed first and then appended; when the key was used
 * before, the first decision is the answer if the request is the same, and a conflict if it is not. A repeat therefore
 * gets its decision even when the market has meanwhile gone stale. When the answer leaves, the record is durable.
 */
export const recordDecision = async <Inputs extends object, Output extends object, F extends Failure>(
  log: DecisionLog,
  request: DecisionRequest,
  draft: Result<DraftDecision<Inputs, Output>, F>,
): Promise<Result<Output, F | IdempotencyConflict>> => {
  if (!draft.ok) {
    const earlier = await log.findByIdempotencyKey(request.deskId, request.idempotencyKey);
    return earlier === undefined ? draft : sameRequest<Output>(earlier, request);
  }
  const { decisionId, decidedAt, inputs, output } = draft.value;
  const outcome = await log.append({
    decisionId,
    ...request,
    decidedAt,
    inputs: JSON.stringify(inputs),
    output: JSON.stringify(output),
  });
  return outcome.kind === 'APPENDED' ? ok(output) : sameRequest<Output>(outcome.record, request);
};

const sameRequest = <Output>(earlier: DecisionRecord, request: DecisionRequest): Result<Output, IdempotencyConflict> =>
  earlier.requestHash === request.requestHash && earlier.kind === request.kind
    ? ok(JSON.parse(earlier.output) as Output)
    : err({
        code: 'IDEMPOTENCY_CONFLICT',
        field: 'idempotencyKey',
        message: `idempotencyKey ${JSON.stringify(request.idempotencyKey)} already belongs to another request (decision ${earlier.decisionId})`,
        allowed: 'a new key for a new request, or the same request again',
      });
