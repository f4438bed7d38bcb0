import { formatInstant } from '#domain/core';
import { parametricForecast } from '#domain/impact';
import { MARKOUT_SECONDS, standingQuotes, type RfqState } from '#domain/rfq';
import { DealerHistory, DEFAULT_DEALER_PRIORS, DEFAULT_SCORING_SETTINGS } from '#domain/scoring';
import { decideEvaluateQuotes, forecastRequests } from '#application/evaluate-quotes';
import { type RequestChange } from '#application/quote-requests';
import { market } from './market.js';
import { rfqQuote, rfqTerms, rfqTime } from './rfq.js';

export const AUCTION_DEALERS = Array.from({ length: 10 }, (_, i) => `Dealer ${i}`);

/** A request of ten dealers for 1,000 shares. */
export const auctionOpening = (requestId: string): RequestChange => ({
  requestId,
  idempotencyKey: `open ${requestId}`,
  requestText: `open ${requestId}`,
  command: { type: 'OPEN', at: rfqTime(0), terms: rfqTerms({ dealers: AUCTION_DEALERS }) },
});

/** The `round`th quote of a dealer; quotes of different dealers and rounds differ in price. */
export const auctionQuote = (requestId: string, dealer: string, round: number): RequestChange => {
  const quoteId = `${dealer}, ${round}`;
  const price = 100 + ((AUCTION_DEALERS.indexOf(dealer) * 7 + round * 3) % 23) / 100;
  return {
    requestId,
    idempotencyKey: `${requestId}: ${quoteId}`,
    requestText: quoteId,
    command: { type: 'QUOTE', at: rfqTime(1), dealer, quote: rfqQuote(quoteId, { offer: { price, lots: 1_000 } }) },
  };
};

/** The dealers whose quotes stand, best first, as evaluateQuotes ranks them two seconds after the request was opened. */
export const rankedDealers = (state: RfqState): readonly string[] => {
  const { horizonSeconds, lots, legs } = state.terms;
  const quotes = standingQuotes(state, 'BUY', rfqTime(2), 1).map((quote) => ({
    ...quote,
    ageSeconds: 1,
    midMovedBps: 0,
  }));
  const request = { instrumentId: legs[0]!.instrumentId, side: 'BUY' as const, quantity: lots, horizonSeconds };
  const decided = decideEvaluateQuotes({
    rule: 3,
    decisionId: 'auction',
    decidedAt: formatInstant(rfqTime(2)),
    request,
    quotes,
    awaited: [],
    secondsLeft: 0,
    further: [],
    market: market(),
    features: null,
    riskAversion: 0.1,
    scoring: DEFAULT_SCORING_SETTINGS,
    profiles: new DealerHistory(AUCTION_DEALERS, MARKOUT_SECONDS.length).profiles(DEFAULT_DEALER_PRIORS),
    forecasts: forecastRequests(request, quotes, market(), null).map(parametricForecast),
  });
  return decided.ok ? decided.value.quotes.map(({ dealer }) => dealer) : [];
};
