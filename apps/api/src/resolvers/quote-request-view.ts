import { formatInstant, type Instant } from '#domain/core';
import { openLots, statusAt, type DealerThread, type RfqQuote, type RfqStatus } from '#domain/rfq';
import { type QuoteRequestVersion } from '#application/quote-requests';
import {
  type QuoteRequestDealerType,
  type QuoteRequestType,
  type SubmittedQuoteType,
} from '../graphql/quote-request.types.js';

/** A request as it stood behind its last command; `status` where it is that of a later session time. */
export const quoteRequestView = (
  { requestId, version, state }: QuoteRequestVersion,
  status: RfqStatus = statusAt(state, state.at),
): QuoteRequestType => {
  const { terms, openedAt, unsettledLots, filledLots, tradedSide, coverPrice, awayPrice, markouts, missedMarkouts } =
    state;
  return {
    ...terms,
    quoteRequestId: requestId,
    version,
    status,
    openLots: openLots(state),
    unsettledLots,
    filledLots,
    openedAt: formatInstant(openedAt),
    changedAt: formatInstant(state.at),
    expiresAt: formatInstant(terms.expiresAt),
    dealers: [...state.dealers].map(([dealer, thread]) => dealerView(dealer, thread)),
    ...(tradedSide !== undefined && { tradedSide }),
    ...(coverPrice !== undefined && { coverPrice }),
    ...(awayPrice !== undefined && { awayPrice }),
    markouts: markouts.map(({ horizonMs, price, marketAt }) => ({
      horizonMs,
      price,
      ...(marketAt !== undefined && { marketAt: formatInstant(marketAt) }),
    })),
    missedMarkouts,
  };
};

const dealerView = (dealer: string, thread: DealerThread): QuoteRequestDealerType => {
  const { status, quote, quotedAt, counter, taking, quoteIds, fills, rejectedLots } = thread;
  return {
    dealer,
    status,
    ...(quote !== undefined && quotedAt !== undefined && { quote: quoteView(quote, quotedAt) }),
    ...(counter !== undefined && { counter }),
    ...(taking !== undefined && { taken: { ...taking, takenAt: formatInstant(taking.takenAt) } }),
    quotesMade: quoteIds.length,
    fills: fills.map((fill) => ({ ...fill, at: formatInstant(fill.at) })),
    rejectedLots,
  };
};

const quoteView = (quote: RfqQuote, quotedAt: Instant): SubmittedQuoteType => ({
  ...quote,
  quotedAt: formatInstant(quotedAt),
  validUntil: formatInstant(quote.validUntil),
});
