import { err, ok, type Instant, type Result } from '#domain/core';
import { refusal, type RfqFailure } from './failure.js';
import { statusAt, type DealerThread, type RfqState } from './state.js';
import { DEALER_MOVES, type DealerMove } from './transitions.js';

/** Refuses what only an open request takes. */
export const closedFailure = (state: RfqState, at: Instant): RfqFailure | undefined => {
  const status = statusAt(state, at);
  return status === 'OPEN'
    ? undefined
    : refusal('REQUEST_CLOSED', 'quoteRequestId', `the request is ${status}`, 'a request that is OPEN');
};

/** The dealer's thread, when he was asked and the transition table knows the move from where he stands. */
export const threadFor = (state: RfqState, dealer: string, move: DealerMove): Result<DealerThread, RfqFailure> => {
  const thread = state.dealers.get(dealer);
  if (thread === undefined) {
    const asked = [...state.dealers.keys()].join(', ');
    return err(refusal('DEALER_NOT_ASKED', 'dealer', `${dealer} was not asked`, `one of ${asked}`));
  }
  if (DEALER_MOVES[thread.status][move] !== undefined) return ok(thread);
  const moves = Object.keys(DEALER_MOVES[thread.status]);
  const allowed = moves.length === 0 ? 'nothing more' : moves.join(', ');
  return err(refusal('NOT_ALLOWED_NOW', 'dealer', `${move}: ${dealer} is ${thread.status}`, allowed));
};

/** Refuses an answer to a quote that is not the dealer's last one. */
export const otherQuoteFailure = ({ quote, quoteIds }: DealerThread, quoteId: string): RfqFailure | undefined => {
  if (quote?.quoteId === quoteId) return undefined;
  const what = quoteIds.includes(quoteId) ? 'was replaced' : 'was never made';
  const allowed = quote === undefined ? 'no quote stands' : quote.quoteId;
  return refusal('QUOTE_NOT_LIVE', 'quoteId', `quote ${quoteId} ${what}`, allowed);
};
