import { NS_PER_SECOND, type Instant, type Side } from '#domain/core';
import { refusal, type RfqFailure } from './failure.js';
import { priceFailure, type PriceBand } from './price-band.js';
import { lotsFailure, type RfqTerms } from './terms.js';

/** What a dealer shows on one side. */
export interface QuotedSide {
  readonly price: number;
  readonly lots: number;
}

/** A dealer's answer (FIX Quote, S): an offer for a client who buys, a bid for one who sells, either or both if two-sided. */
export interface RfqQuote {
  /** The dealer's own (FIX QuoteID 117); he never uses it twice on one request. */
  readonly quoteId: string;
  readonly bid?: QuotedSide;
  readonly offer?: QuotedSide;
  /** It is taken whole or not at all. */
  readonly allOrNone: boolean;
  readonly validUntil: Instant;
  /** How long the dealer may hold an acceptance before he confirms or rejects it; 0 is a firm quote. */
  readonly lastLookMs: number;
}

const VALIDITY_MAX_SECONDS = 86_400;
const LAST_LOOK_MS_MAX = 60_000;

/** The side of a quote that a client on `side` trades on: he buys at the offer and sells at the bid. */
export const sideFor = (quote: RfqQuote, side: Side): QuotedSide | undefined =>
  side === 'BUY' ? quote.offer : quote.bid;

/** The first thing about a quote, at time `at`, that these terms do not allow. */
export const quoteFailure = (
  quote: RfqQuote,
  terms: RfqTerms,
  at: Instant,
  band: PriceBand | undefined,
): RfqFailure | undefined =>
  sidesFailure(quote, terms) ??
  quotedSideFailure('bid', quote.bid, terms, band) ??
  quotedSideFailure('offer', quote.offer, terms, band) ??
  crossingFailure(quote) ??
  validityFailure(quote, at) ??
  lastLookFailure(quote.lastLookMs);

const sidesFailure = ({ bid, offer }: RfqQuote, { side }: RfqTerms): RfqFailure | undefined => {
  const wrong = side === 'BUY' ? bid : side === 'SELL' ? offer : undefined;
  const [wanted, unwanted] = side === 'BUY' ? (['offer', 'bid'] as const) : (['bid', 'offer'] as const);
  if (wrong !== undefined) {
    return refusal('WRONG_SIDE', unwanted, `the client wants to ${side} only`, `${wanted} alone`);
  }
  const allowed = side === 'TWO_SIDED' ? 'a bid, an offer, or both' : `${wanted} alone`;
  return bid === undefined && offer === undefined
    ? refusal('WRONG_SIDE', wanted, 'the quote has no price', allowed)
    : undefined;
};

const quotedSideFailure = (
  field: 'bid' | 'offer',
  quoted: QuotedSide | undefined,
  terms: RfqTerms,
  band: PriceBand | undefined,
): RfqFailure | undefined => {
  if (quoted === undefined) return undefined;
  const { price, lots } = quoted;
  return (
    priceFailure(`${field}.price`, price, terms, band) ??
    lotsFailure(`${field}.lots`, lots, terms.lots) ??
    (terms.allOrNone && lots < terms.lots
      ? refusal('ALL_OR_NONE', `${field}.lots`, 'the client trades all or nothing', `${terms.lots} lots`)
      : undefined)
  );
};

// A bid that equals the offer is a choice price, and meant.
const crossingFailure = ({ bid, offer }: RfqQuote): RfqFailure | undefined =>
  bid !== undefined && offer !== undefined && bid.price > offer.price
    ? refusal('CROSSED_QUOTE', 'bid.price', `the bid ${bid.price} is above the offer`, `at most ${offer.price}`)
    : undefined;

const validityFailure = ({ validUntil }: RfqQuote, at: Instant): RfqFailure | undefined =>
  validUntil > at && validUntil <= at + BigInt(VALIDITY_MAX_SECONDS) * NS_PER_SECOND
    ? undefined
    : refusal(
        'INVALID_VALIDITY',
        'validUntil',
        'the quote is not valid for a time from now on',
        `after the session time and at most ${VALIDITY_MAX_SECONDS} seconds from it`,
      );

const lastLookFailure = (lastLookMs: number): RfqFailure | undefined =>
  lastLookMs >= 0 && lastLookMs <= LAST_LOOK_MS_MAX
    ? undefined
    : refusal('INVALID_VALIDITY', 'lastLookMs', `last look is ${lastLookMs} ms`, `from 0 to ${LAST_LOOK_MS_MAX} ms`);
