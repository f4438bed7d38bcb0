import { err, ok, type Failure, type Result } from '#domain/core';

export type IdempotencyConflict = Failure<'IDEMPOTENCY_CONFLICT'>;

/** `name` says what the key stands for already. */
export const idempotencyConflict = (idempotencyKey: string, name: string): IdempotencyConflict => ({
  code: 'IDEMPOTENCY_CONFLICT',
  field: 'idempotencyKey',
  message: `idempotencyKey ${JSON.stringify(idempotencyKey)} already belongs to another request (${name})`,
  allowed: 'a new key for a new request, or the same request again',
});

interface KeyedRequest {
  readonly idempotencyKey: string;
  readonly requestHash: string;
}

/** The earlier row of a key if it is of the same request, and a conflict if it is not; `name` is the row's. */
export const sameRequest = <Row extends KeyedRequest>(
  earlier: Row,
  requestHash: string,
  name: string,
): Result<Row, IdempotencyConflict> =>
  earlier.requestHash === requestHash ? ok(earlier) : err(idempotencyConflict(earlier.idempotencyKey, name));
