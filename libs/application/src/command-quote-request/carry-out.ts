import { canonicalJson, err, ok, type Failure, type Instant, type Result } from '#domain/core';
import { type RfqCommand, type RfqState } from '#domain/rfq';
import { type QuoteRequestFailure, type QuoteRequestVersion } from '#application/quote-requests';
import { inPlace } from './in-place.js';
import { midNow } from './opening-conditions.js';
import { type CommandPorts } from './ports.js';

export type CommandOutcome<StatedFailure extends Failure = never> = Result<
  QuoteRequestVersion,
  QuoteRequestFailure | StatedFailure
>;

/**
 * Carries a command out on the request as it stands when its turn comes, at the session's time. `kind` tells commands under
 * one idempotency key apart; `place` is where in it the command's fields stand.
 */
export const carryOut = async <StatedFailure extends Failure = never>(
  { market, requests }: CommandPorts,
  deskId: string,
  kind: string,
  sent: { readonly quoteRequestId: string; readonly idempotencyKey: string },
  place: string,
  command: (state: RfqState, at: Instant) => Result<RfqCommand, StatedFailure>,
): Promise<CommandOutcome<StatedFailure>> => {
  const { quoteRequestId, idempotencyKey } = sent;
  const outcome = await requests.change<StatedFailure>(deskId, {
    requestId: quoteRequestId,
    idempotencyKey,
    requestText: canonicalJson([kind, sent]),
    command: (state) => {
      const stated = command(state, market.now());
      return stated.ok ? ok({ ...stated.value, ...midNow(market, state.terms) }) : stated;
    },
  });
  return outcome.ok ? outcome : err(inPlace(outcome.error, place));
};
