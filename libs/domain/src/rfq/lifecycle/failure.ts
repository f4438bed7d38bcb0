import { type Failure } from '#domain/core';

/** Why a command on a request for quote is refused. A refused command changes nothing. */
export const RFQ_FAILURE_CODES = [
  'ALL_OR_NONE',
  'CROSSED_QUOTE',
  'DEALER_NOT_ASKED',
  'DUPLICATE_ID',
  'INVALID_EXPIRY',
  'INVALID_HORIZON',
  'INVALID_LEGS',
  'INVALID_PANEL',
  'INVALID_PRICE',
  'INVALID_QUANTITY',
  'INVALID_SENDING_TIME',
  'INVALID_VALIDITY',
  'LIMIT_REACHED',
  'NOT_ALLOWED_NOW',
  'QUOTE_NOT_LIVE',
  'REQUEST_CLOSED',
  'WRONG_SIDE',
] as const;

export type RfqFailureCode = (typeof RFQ_FAILURE_CODES)[number];

export interface RfqFailure extends Failure<RfqFailureCode> {
  readonly field: string;
  readonly allowed: string;
}

export const refusal = (code: RfqFailureCode, field: string, message: string, allowed: string): RfqFailure => ({
  code,
  field,
  message,
  allowed,
});
