import { err, ok, type Failure, type Result } from '#domain/core';
import { type Decision, type DecisionKind, type DecisionLog, type DecisionRecord } from '#application/ports';
import { idempotencyConflict, type IdempotencyConflict } from './same-request.js';

export { sameRequest, type IdempotencyConflict } from './same-request.js';

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
    return earlier === undefined ? draft : sameDecision<Output>(earlier, request);
  }
  const { output } = draft.value;
  const outcome = await log.append(asText(draft.value, request));
  return outcome.kind === 'APPENDED' ? ok(output) : sameDecision<Output>(outcome.record, request);
};

/** The decision as it is kept. Its texts are made when the log reads them, so that writing pays for the writing. */
const asText = <Inputs extends object, Output extends object>(
  { decisionId, decidedAt, inputs, output }: DraftDecision<Inputs, Output>,
  { deskId, kind, idempotencyKey, requestHash }: DecisionRequest,
): Decision => {
  let inputsText: string | undefined;
  let outputText: string | undefined;
  return {
    decisionId,
    deskId,
    kind,
    idempotencyKey,
    requestHash,
    decidedAt,
    get inputs() {
      return (inputsText ??= JSON.stringify(inputs));
    },
    get output() {
      return (outputText ??= JSON.stringify(output));
    },
  };
};

const sameDecision = <Output>(
  earlier: DecisionRecord,
  request: DecisionRequest,
): Result<Output, IdempotencyConflict> =>
  earlier.requestHash === request.requestHash && earlier.kind === request.kind
    ? ok(JSON.parse(earlier.output) as Output)
    : err(idempotencyConflict(request.idempotencyKey, `decision ${earlier.decisionId}`));
