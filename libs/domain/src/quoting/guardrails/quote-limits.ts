import { err, ok, type Failure, type Result } from '#domain/core';

/** What may be quoted in a window of time, by one client or one desk. */
export interface FlowLimits {
  /** Sum of the notional of live quotes; currency. */
  readonly notionalMax: number;
  /** Quotes sent in the window. */
  readonly messagesMax: number;
}

export interface FlowUsage {
  readonly notional: number;
  readonly messages: number;
}

export const NO_USAGE: FlowUsage = { notional: 0, messages: 0 };

export type LimitBreach = Failure<'NOTIONAL_LIMIT' | 'MESSAGE_LIMIT'>;

/**
 * The usage with one more quote, or which limit stands in its way. `whose` names the limit in the refusal. A pure step: who keeps the
 * usage must compare and set it as one, or two requests pass where one may.
 */
export const withOneMoreQuote = (
  usage: FlowUsage,
  limits: FlowLimits,
  notional: number,
  whose: 'client' | 'desk',
): Result<FlowUsage, LimitBreach> => {
  const next = { notional: usage.notional + notional, messages: usage.messages + 1 };
  if (!(next.notional <= limits.notionalMax)) {
    const left = Math.max(0, limits.notionalMax - usage.notional);
    return err(breach('NOTIONAL_LIMIT', `${whose}.notional`, `up to ${left} more`, notional));
  }
  if (next.messages > limits.messagesMax) {
    return err(breach('MESSAGE_LIMIT', `${whose}.messages`, `${limits.messagesMax} in the window`, next.messages));
  }
  return ok(next);
};

const breach = (code: LimitBreach['code'], field: string, allowed: string, value: number): LimitBreach => ({
  code,
  field,
  allowed,
  message: `${field}: ${value} is not allowed, ${allowed} is`,
});
