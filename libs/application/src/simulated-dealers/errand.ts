import { NS_PER_SECOND, type Instant } from '#domain/core';
import { type DealerStatus, type DealerThread, type RfqState } from '#domain/rfq';
import { type LivingDealer } from '#domain/simulation';

/** What a dealer has to do about a request, and when: quote (again), or settle what the client hit or lifted. */
export interface Errand {
  readonly kind: 'QUOTE' | 'SETTLE';
  /** Where he stands before. */
  readonly from: DealerStatus;
  /** Of the quote that it makes or settles: 1 for his first. */
  readonly nth: number;
  /** Session time. */
  readonly dueAt: Instant;
}

/**
 * The next errand of a dealer as a request stands; undefined where there is none, also where he does not answer this client. He
 * quotes once he has thought about it, again where his quote was rejected or countered, and again where it has expired; what is hit or
 * lifted he settles when his last look is over.
 */
export const nextErrand = (dealer: LivingDealer, requestId: string, state: RfqState): Errand | undefined => {
  const thread = state.dealers.get(dealer.name);
  const thinksSeconds = dealer.answerSeconds(requestId);
  if (thread === undefined || thinksSeconds === undefined) return undefined;
  const quoteAfter = (time: Instant): Errand => ({
    kind: 'QUOTE',
    from: thread.status,
    nth: thread.quoteIds.length + 1,
    dueAt: time + duration(thinksSeconds),
  });
  switch (thread.status) {
    case 'ASKED':
      return quoteAfter(state.openedAt);
    case 'QUOTED':
      return thread.quote && quoteAfter(thread.quote.validUntil);
    case 'COUNTERED':
    case 'REJECTED':
      return quoteAfter(state.at);
    case 'TAKEN':
      return settlement(dealer, thread);
    default:
      return undefined;
  }
};

const settlement = ({ holdSeconds }: LivingDealer, { taking, quoteIds }: DealerThread): Errand | undefined =>
  taking && { kind: 'SETTLE', from: 'TAKEN', nth: quoteIds.length, dueAt: taking.takenAt + duration(holdSeconds) };

/** Whether it is the same errand as one that was known before: then it is due when that one was. */
export const isSame = (errand: Errand, known: Errand | undefined): known is Errand =>
  known?.from === errand.from && known.nth === errand.nth;

const duration = (seconds: number): Instant => BigInt(Math.round(seconds * Number(NS_PER_SECOND)));
