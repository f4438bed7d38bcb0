import { ok, parseInstant, type Result } from '#domain/core';
import {
  limitsOf,
  NO_CLIENT,
  standardBlockUnits,
  type AdmissionBreach,
  type AdmissionLimits,
  type KillSwitch,
} from '#domain/quoting';
import {
  StoreOverloaded,
  type DeskSettings,
  type LeavingQuote,
  type QuoteBook,
  type WallClock,
} from '#application/ports';
import { type DealerQuote, type DealerQuoteLadder, type QuotedRung } from './engine-rule.js';

/**
 * An answer is given within this time of the quote being let through, or the book is asked again. Who engages the kill switch is
 * answered that much later than the book engaged it, so that nothing let through before is still on its way out by then.
 */
export const LEAVING_MS = 400;
/** How often a quote is let through anew that could not leave in time. */
const ATTEMPTS_MAX = 5;

/** Lets a recorded quote leave the desk, as the last thing that is done before it is answered with. */
export const leaveDesk = async (
  { quoteBook, clock }: { readonly quoteBook: QuoteBook; readonly clock: WallClock },
  { deskId, quoting }: DeskSettings,
  answer: DealerQuote | DealerQuoteLadder,
): Promise<Result<void, AdmissionBreach>> => {
  const limits: AdmissionLimits = {
    client: limitsOf(quoting, answer.client ?? NO_CLIENT),
    desk: quoting.deskLimits,
    inventoryMax: quoting.guardrails.inventoryBlocksMax * standardBlockUnits(answer.market.averageDailyVolume),
  };
  const quote = leavingQuote(answer);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const askedMs = clock.nowMs();
    const left = await quoteBook.leave(deskId, quote, limits);
    if (!left.ok) return left;
    if (clock.nowMs() - askedMs <= LEAVING_MS) return ok(undefined);
  }
  throw new StoreOverloaded('quote book: no quote leaves in time');
};

/** The kill switch, read so lately that what leaves at once is away before it can be acknowledged as engaged. */
export const switchInTime = async (
  { quoteBook, clock }: { readonly quoteBook: QuoteBook; readonly clock: WallClock },
  deskId: string,
): Promise<KillSwitch> => {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const askedMs = clock.nowMs();
    const killSwitch = await quoteBook.killSwitch(deskId);
    if (clock.nowMs() - askedMs <= LEAVING_MS) return killSwitch;
  }
  throw new StoreOverloaded('quote book: the kill switch is not read in time');
};

/** Of a ladder the client deals one rung, so it takes of each limit what its largest does. */
const leavingQuote = (answer: DealerQuote | DealerQuoteLadder): LeavingQuote => {
  const { decisionId, decidedAt, client, market, validForMs, request } = answer;
  const rungs: readonly Pick<QuotedRung, 'quantity' | 'bid' | 'offer'>[] =
    'rungs' in answer ? answer.rungs : [{ quantity: answer.request.quantity, bid: answer.bid, offer: answer.offer }];
  const largest = (side: 'bid' | 'offer'): number =>
    Math.max(0, ...rungs.map((rung) => (rung[side] === null ? 0 : rung.quantity)));
  const [bidQuantity, offerQuantity] = [largest('bid'), largest('offer')];
  const from = parseInstant(decidedAt)!;
  return {
    quoteId: decisionId,
    client: client ?? NO_CLIENT,
    instrumentId: request.instrumentId,
    notional: Math.max(bidQuantity, offerQuantity) * market.mid,
    bidQuantity,
    offerQuantity,
    decidedAt: from,
    expiresAt: from + BigInt(Math.floor(validForMs)) * 1_000_000n,
  };
};
