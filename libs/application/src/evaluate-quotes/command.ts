import { err, ok, type Failure, type Instant, type Result, type Side } from '#domain/core';
import { midPrice } from '#domain/market-data';
import { toUnits, type InvalidQuantity, type Quote, type QuantityUnit, type QuoteRequest } from '#domain/rfq';
import { type DecidableBlock } from '#application/decidable-market';

/** What a buyer sends: a block and the dealers' answers. */
export interface EvaluateQuotesCommand {
  readonly instrumentId: string;
  readonly side: Side;
  readonly quantity: number;
  readonly quantityUnit: QuantityUnit;
  readonly horizonSeconds: number;
  readonly quotes: readonly QuoteCommand[];
  readonly idempotencyKey: string;
}

/** One dealer's answer as sent; exactly one of the two validities is given. */
export interface QuoteCommand {
  readonly dealer: string;
  readonly price: number;
  /** In the request's quantity unit; absent: the whole request. */
  readonly quantity?: number;
  readonly validUntil?: Instant;
  readonly validForMs?: number;
  readonly lastLookMs?: number;
}

/** One text per request, whatever order its fields came in: what tells a repeat from another request under its key. */
export const requestText = (command: EvaluateQuotesCommand): string => {
  const { instrumentId, side, quantity, quantityUnit, horizonSeconds, quotes } = command;
  // By position: a tenth of the price of sorting the names of ten quotes.
  return JSON.stringify([
    instrumentId,
    side,
    quantity,
    quantityUnit,
    horizonSeconds,
    quotes.map((quote) => [
      quote.dealer,
      quote.price,
      quote.quantity,
      quote.validUntil?.toString(),
      quote.validForMs,
      quote.lastLookMs,
    ]),
  ]);
};

export type InvalidValidity = Failure<'INVALID_VALIDITY'>;

/** The request and its quotes in units and in time relative to the decision, or the first field that is wrong. */
export const normalise = (
  command: EvaluateQuotesCommand,
  { market, quantity: requested }: DecidableBlock,
  decidedAt: Instant,
): Result<{ request: QuoteRequest; quotes: readonly Quote[] }, InvalidQuantity | InvalidValidity> => {
  const { quantityUnit } = command;
  const mid = midPrice(market);
  const quotes: Quote[] = [];
  for (const [i, sent] of command.quotes.entries()) {
    const quoted =
      sent.quantity === undefined
        ? ok(requested)
        : toUnits(sent.quantity, quantityUnit, market.terms, mid, `quotes.${i}.quantity`);
    if (!quoted.ok) return quoted;
    const validForMs = validity(sent, decidedAt, i);
    if (!validForMs.ok) return validForMs;
    quotes.push({
      dealer: sent.dealer,
      price: sent.price,
      quantity: Math.min(quoted.value, requested),
      validForMs: validForMs.value,
      lastLookMs: sent.lastLookMs ?? 0,
    });
  }
  const { instrumentId, side, horizonSeconds } = command;
  return ok({ request: { instrumentId, side, quantity: requested, horizonSeconds }, quotes });
};

const validity = (sent: QuoteCommand, decidedAt: Instant, i: number): Result<number, InvalidValidity> => {
  if (sent.validUntil !== undefined && sent.validForMs === undefined) {
    return ok(Number(sent.validUntil - decidedAt) / 1e6);
  }
  if (sent.validForMs !== undefined && sent.validUntil === undefined) return ok(sent.validForMs);
  return err({
    code: 'INVALID_VALIDITY',
    field: `quotes.${i}.validUntil`,
    message: `quotes.${i} must say until when it is valid, in one way`,
    allowed: 'either validUntil (an instant of the session) or validForMs',
  });
};
