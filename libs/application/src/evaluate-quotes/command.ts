import { err, ok, type Failure, type Instant, type Result, type Side } from '#domain/core';
import { midPrice } from '#domain/market-data';
import { toUnits, type InvalidQuantity, type QuantityUnit, type QuoteRequest } from '#domain/rfq';
import { type DecidableBlock } from '#application/decidable-market';
import { type AwaitedDealer, type StandingQuote } from './inputs.js';

/** What a buyer sends: a block and the dealers' answers. */
export interface EvaluateQuotesCommand {
  readonly instrumentId: string;
  readonly side: Side;
  readonly quantity: number;
  readonly quantityUnit: QuantityUnit;
  readonly horizonSeconds: number;
  readonly quotes: readonly QuoteCommand[];
  /** Who was asked and has not answered; absent: nobody. */
  readonly awaited?: readonly AwaitedCommand[];
  /** How long the client may still wait; absent: he takes what there is or leaves it. */
  readonly openForMs?: number;
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

/** A dealer who may still answer. */
export interface AwaitedCommand {
  readonly dealer: string;
  /** Since he was asked; absent: just now. */
  readonly waitedMs?: number;
}

/** One text per request, whatever order its fields came in: what tells a repeat from another request under its key. */
export const requestText = (command: EvaluateQuotesCommand): string => {
  const { instrumentId, side, quantity, quantityUnit, horizonSeconds, quotes, awaited, openForMs } = command;
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
    // What was not asked for before rule 2 leaves the text as it was: a repeat is a repeat.
    ...(awaited === undefined && openForMs === undefined
      ? []
      : [awaited?.map(({ dealer, waitedMs }) => [dealer, waitedMs]), openForMs]),
  ]);
};

export type InvalidValidity = Failure<'INVALID_VALIDITY'>;
export type InvalidPanel = Failure<'INVALID_PANEL'>;

/** What is evaluated. */
export interface NormalRequest {
  readonly request: QuoteRequest;
  readonly quotes: readonly StandingQuote[];
  readonly awaited: readonly AwaitedDealer[];
  readonly secondsLeft: number;
}

/** The request and its quotes in units and in time relative to the decision, or the first field that is wrong. */
export const normalise = (
  command: EvaluateQuotesCommand,
  { market, quantity: requested }: DecidableBlock,
  decidedAt: Instant,
): Result<NormalRequest, InvalidQuantity | InvalidValidity | InvalidPanel> => {
  const { quantityUnit, awaited = [] } = command;
  const twice = awaitedTwice(command.quotes, awaited);
  if (twice !== undefined) return err(twice);
  const mid = midPrice(market);
  const quotes: StandingQuote[] = [];
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
      // Nobody says when it was given: it is taken to stand as it was meant now.
      ageSeconds: 0,
      midMovedBps: 0,
    });
  }
  const { instrumentId, side, horizonSeconds } = command;
  return ok({
    request: { instrumentId, side, quantity: requested, horizonSeconds },
    quotes,
    awaited: awaited.map(({ dealer, waitedMs = 0 }) => ({ dealer, waitedSeconds: waitedMs / 1_000 })),
    secondsLeft: (command.openForMs ?? 0) / 1_000,
  });
};

/** He would be expected to answer twice, or once more than he does. */
const awaitedTwice = (
  quotes: readonly QuoteCommand[],
  awaited: readonly AwaitedCommand[],
): InvalidPanel | undefined => {
  const known = new Set(quotes.map(({ dealer }) => dealer));
  for (const [i, { dealer }] of awaited.entries()) {
    if (known.has(dealer)) {
      return {
        code: 'INVALID_PANEL',
        field: `awaited.${i}.dealer`,
        message: `${dealer} has a quote here, or is awaited already`,
        allowed: 'each dealer once, who has not answered',
      };
    }
    known.add(dealer);
  }
  return undefined;
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
