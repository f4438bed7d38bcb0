import { sideSign } from '#domain/core';
import { MARKOUT_SECONDS } from '#domain/rfq';
import { type AskedDealer, type QuotedRequest } from '../dealer-history/index.js';
import { type DealerOutcome, type FinishedRequest } from './finished-request.js';

/**
 * The row as the statistics of dealers read it: dealers by `indexOf` their names, times from the request on, markouts by
 * `MARKOUT_SECONDS`. Of several dealers traded with the one who filled most is the winner. Prices of a request whose side nobody knows
 * are left out.
 */
export const quotedRequestOf = (row: FinishedRequest, indexOf: (dealer: string) => number): QuotedRequest => ({
  side: row.side === null ? 1 : sideSign(row.side),
  quantity: known(row.quantity),
  arrivalMid: known(row.arrivalMid),
  quotes: row.dealers.map((outcome) => askedDealer(row, outcome, indexOf(outcome.dealer))),
  endedNs: row.endedAfterMs * 1e6,
  endMid: known(row.endMid),
  winner: winnerOf(row.dealers, indexOf),
  markoutMids: MARKOUT_SECONDS.map((seconds) =>
    known(row.markouts.find(({ horizonMs }) => horizonMs === seconds * 1_000)?.mid ?? null),
  ),
});

const known = (value: number | null): number => value ?? NaN;

const askedDealer = ({ side, source }: FinishedRequest, outcome: DealerOutcome, dealer: number): AskedDealer => {
  const quote = side === null ? null : outcome.quote;
  return {
    dealer,
    askedNs: 0,
    quotedNs: known(outcome.answeredAfterMs) * 1e6,
    bid: known(quote?.bid ?? null),
    offer: known(quote?.offer ?? null),
    midAtQuote: known(quote?.mid ?? null),
    // A list of quotes does not say who refused: that somebody traded is no evidence that he would not have.
    fate: source === 'IMPORTED' ? 'LOST' : outcome.fate,
    rejectMoveBps: known(outcome.rejectMoveBps),
  };
};

const winnerOf = (dealers: readonly DealerOutcome[], indexOf: (dealer: string) => number): number => {
  let best: DealerOutcome | undefined;
  for (const outcome of dealers) {
    if (outcome.filledLots > (best?.filledLots ?? 0)) best = outcome;
  }
  return best === undefined ? -1 : indexOf(best.dealer);
};
