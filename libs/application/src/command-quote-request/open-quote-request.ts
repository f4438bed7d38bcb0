import { canonicalJson, err, NS_PER_SECOND, ok, type Failure, type Instant, type Result } from '#domain/core';
import { type InvalidQuantity, type RfqLeg, type RfqTerms } from '#domain/rfq';
import { unknownInstrument, type MarketFailure } from '#application/decidable-market';
import { type MarketState } from '#application/ports';
import { type QuoteRequestFailure, type QuoteRequestVersion } from '#application/quote-requests';
import { type OpenQuoteRequestCommand } from './command.js';
import { inPlace } from './in-place.js';
import { conditionsNow, midNow } from './opening-conditions.js';
import { type OpeningPorts } from './ports.js';
import { statedLots } from './stated-lots.js';

export type InvalidExpiry = Failure<'INVALID_EXPIRY'>;
export type InvalidLegs = Failure<'INVALID_LEGS'>;

type TermsFailure = MarketFailure | InvalidQuantity | InvalidExpiry | InvalidLegs;

/** Asks dealers for quotes. A repeat gets the request that the first one opened. */
export const openQuoteRequest = async (
  { market, requests, identifiers, model }: OpeningPorts,
  deskId: string,
  command: OpenQuoteRequestCommand,
): Promise<Result<QuoteRequestVersion, QuoteRequestFailure | TermsFailure>> => {
  const { idempotencyKey } = command;
  const sent = { idempotencyKey, requestText: canonicalJson(['open', command]) };
  const at = market.now();
  const terms = termsOf(market, command, at);
  if (!terms.ok) return (await requests.repeat(deskId, sent)) ?? terms;
  const requestId = identifiers.newId();
  // Taken now: the forecast below is waited for, and the market goes on.
  const mid = midNow(market, terms.value);
  const conditions = await conditionsNow(market, model, terms.value);
  const opened = await requests.change(deskId, {
    ...sent,
    requestId,
    command: { type: 'OPEN', at, ...mid, terms: terms.value, ...conditions },
  });
  return opened.ok ? opened : err(inPlace(opened.error));
};

const termsOf = (
  market: MarketState,
  command: OpenQuoteRequestCommand,
  at: Instant,
): Result<RfqTerms, TermsFailure> => {
  const { legs, side, allOrNone, dealers, horizonSeconds } = command;
  const isDifference = legsAreDifference(market, legs);
  if (!isDifference.ok) return isDifference;
  const lots = statedLots(market, legs, command, { quantity: 'quantity', market: 'legs.0.instrumentId' });
  if (!lots.ok) return lots;
  const expiresAt = expiryOf(command, at);
  if (!expiresAt.ok) return expiresAt;
  return ok({
    legs,
    side,
    lots: lots.value,
    allOrNone,
    dealers,
    expiresAt: expiresAt.value,
    horizonSeconds,
    isDifference: isDifference.value,
  });
};

/** Whether the price of these legs is a difference: of a package, or of an instrument that is a spread. */
const legsAreDifference = (
  market: MarketState,
  legs: readonly RfqLeg[],
): Result<boolean, MarketFailure | InvalidLegs> => {
  let isDifference = legs.length > 1;
  for (const [i, { instrumentId }] of legs.entries()) {
    const terms = market.latest(instrumentId)?.terms;
    if (terms === undefined) return err(notHeardOf(market, instrumentId, `legs.${i}.instrumentId`));
    if (terms.kind === 'SPREAD') isDifference = true;
  }
  const [leg] = legs;
  return leg !== undefined && legs.length === 1 && (leg.side !== 'BUY' || leg.lotsPerLot !== 1)
    ? err({
        code: 'INVALID_LEGS',
        field: leg.side === 'BUY' ? 'legs.0.lotsPerLot' : 'legs.0.side',
        message: 'one leg alone is no package',
        allowed: 'BUY and 1 lot per lot; the request itself says which side and how much',
      })
    : ok(isDifference);
};

/** Before its first word a feed knows no instrument at all. */
const notHeardOf = (market: MarketState, instrumentId: string, field: string): MarketFailure =>
  market.feedSilenceMs() === Infinity
    ? {
        code: 'STALE_MARKET',
        field,
        message: 'the market feed has not been heard yet',
        allowed: 'ask again when the feed is back; readiness at /ready says so',
      }
    : unknownInstrument(market, instrumentId, field);

const expiryOf = (
  { expiresAt, expiresInSeconds }: OpenQuoteRequestCommand,
  at: Instant,
): Result<Instant, InvalidExpiry> => {
  if (expiresAt !== undefined && expiresInSeconds === undefined) return ok(expiresAt);
  if (expiresInSeconds !== undefined && expiresAt === undefined) {
    return ok(at + BigInt(Math.round(expiresInSeconds * Number(NS_PER_SECOND))));
  }
  return err({
    code: 'INVALID_EXPIRY',
    field: 'expiresAt',
    message: 'the request must say when it expires, in one way',
    allowed: 'either expiresAt (an instant of the session) or expiresInSeconds',
  });
};
