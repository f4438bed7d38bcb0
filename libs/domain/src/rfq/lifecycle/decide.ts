import { err, ok, type Instant, type Result } from '#domain/core';
import { type RfqCommand } from './command.js';
import { decideClient } from './decide-client.js';
import { decideDealer } from './decide-dealer.js';
import { decideOutcome } from './decide-outcome.js';
import { versionOf, type RfqEvent, type RfqHappening } from './event.js';
import { refusal, type RfqFailure } from './failure.js';
import { type RfqState } from './state.js';
import { termsFailure } from './terms.js';

/**
 * What happens when a command meets a request as it stands; `state` is undefined before it is opened. Nothing at all may
 * happen (a request that is not due to expire). On one request time never runs back: a clock that does stands still.
 */
export const decideRfq = (
  state: RfqState | undefined,
  command: RfqCommand,
): Result<readonly RfqEvent[], RfqFailure> => {
  const now = state !== undefined && state.at > command.at ? state.at : command.at;
  const happenings = decide(state, command, now);
  if (!happenings.ok) return happenings;
  const mid = command.mid === undefined ? {} : { mid: command.mid };
  return ok(
    happenings.value.map((happening) => ({
      v: versionOf(happening),
      at: now,
      ...mid,
      ...happening,
    })),
  );
};

const decide = (
  state: RfqState | undefined,
  command: RfqCommand,
  now: Instant,
): Result<readonly RfqHappening[], RfqFailure> => {
  if (command.type === 'OPEN') {
    if (state !== undefined) {
      return err(
        refusal('DUPLICATE_ID', 'quoteRequestId', 'the request is open already', 'an id of its own per request'),
      );
    }
    const { terms, conditions } = command;
    const failure = termsFailure(terms, now);
    return failure === undefined
      ? ok([{ type: 'QUOTE_REQUESTED', terms, ...(conditions && { conditions }) }])
      : err(failure);
  }
  if (state === undefined) {
    return err(refusal('REQUEST_CLOSED', 'quoteRequestId', 'there is no such request', 'a request that is OPEN'));
  }
  switch (command.type) {
    case 'QUOTE':
    case 'WITHDRAW':
    case 'DECLINE':
      return decideDealer(state, command, now);
    case 'HIT':
    case 'LIFT':
    case 'COUNTER':
    case 'PASS':
      return decideClient(state, command, now);
    default:
      return decideOutcome(state, command, now);
  }
};
