import { BPS, canonicalJson, err, ok, sideSign, type Result, type Side } from '#domain/core';
import { midPrice } from '#domain/market-data';
import { onGrid, OutcomeCounts, type ImpossibleOutcome, type OutcomeKind, type QuoteOutcome } from '#domain/rfq';
import {
  type DealerQuote,
  hitUnitOf,
  isOfEngine,
  type DealerQuoteLadder,
  type QuotedSide,
} from '#application/generate-quote';
import { type DecisionRecord, type KeptQuoteOutcome, type QuoteOutcomeStore } from '#application/ports';
import { learningJobs } from './learn.js';

/** How a decided quote ended. */
export interface QuoteEnd {
  readonly kind: OutcomeKind;
  readonly clientSide: Side;
  /** In units, one of those quoted. */
  readonly quantity: number;
  /** The best price not traded, currency per unit, where the desk was told; of DONE_WITH_COVER only. */
  readonly coverPrice?: number;
  /** Who priced it: a book or a trader of the desk. */
  readonly dealerDesk?: string;
}

/**
 * What a desk keeps of the end of a quote, to learn from and to tell its P&L apart. Prices are in the unit that the hit model measured
 * the quote in: what dealers usually charge for its size, or before rule 4 the half-spread; which it was is kept. A cover that was not told leaves DONE. null: nothing can be
 * learned, from a quote of the first rule or a side that was not shown. Refuses what says nothing, by name.
 */
export const outcomeToKeep = (
  record: DecisionRecord,
  end: QuoteEnd,
): Result<KeptQuoteOutcome | null, ImpossibleOutcome> => {
  if (end.coverPrice !== undefined && end.kind !== 'DONE_WITH_COVER') return err(coverWithout(end.kind));
  const inputs = JSON.parse(record.inputs) as object;
  if (!isOfEngine(inputs)) return ok(null);
  const shown = shownSide(record, end);
  if (shown === null) return ok(null);
  const { market, request, client, competitors, forecasts } = inputs;
  const coverFault = betterCover(end, shown.price, market.terms.tickSize);
  if (coverFault !== undefined) return err(coverFault);
  const mid = midPrice(market);
  const { unit, bps } = hitUnitOf(shown);
  const outcome = learned(end, shown.markupBps / bps, bps, mid, competitors);
  const counted = new OutcomeCounts().add(onGrid(outcome));
  if (!counted.ok) return counted;
  const { quantity, clientSide, dealerDesk } = end;
  return ok({
    quoteId: record.decisionId,
    instrumentId: request.instrumentId,
    client: client ?? null,
    dealerDesk: dealerDesk ?? null,
    regime: forecasts[0]?.trained?.regime?.name ?? null,
    clientSide,
    currency: market.terms.currency,
    quantity,
    participation: quantity / market.terms.averageDailyVolume,
    price: shown.price,
    mid,
    outcome,
    ...(unit !== 'HALF_SPREAD' && { hitUnit: unit }),
    ...(shown.exploration !== undefined && { exploration: shown.exploration }),
  });
};

/** Keeps it once, with the jobs that follow; false: the quote is remembered to have ended otherwise. */
export const rememberQuoteOutcome = async (
  outcomes: Pick<QuoteOutcomeStore, 'append' | 'find'>,
  deskId: string,
  outcome: KeptQuoteOutcome,
): Promise<boolean> => {
  const appended = await outcomes.append(deskId, outcome, learningJobs(deskId));
  if (appended.kind === 'KEPT') return true;
  const before = await outcomes.find(deskId, outcome.quoteId);
  if (before === undefined) throw new Error(`the outcome of quote ${outcome.quoteId} exists and cannot be found`);
  const { ordinal: _ordinal, followUp: _followUp, ...kept } = before;
  return canonicalJson(kept) === canonicalJson(outcome);
};

const shownSide = ({ output }: DecisionRecord, { clientSide, quantity }: QuoteEnd): QuotedSide | null => {
  const quote = JSON.parse(output) as DealerQuote | DealerQuoteLadder;
  const sides = 'rungs' in quote ? quote.rungs.find((rung) => rung.quantity === quantity) : quote;
  return (clientSide === 'BUY' ? sides?.offer : sides?.bid) ?? null;
};

const learned = (
  { kind, clientSide, coverPrice }: QuoteEnd,
  reducedSpread: number,
  unitBps: number,
  mid: number,
  competitors: number | null,
): QuoteOutcome => {
  const known = { reducedSpread, competitors };
  if (kind !== 'DONE_WITH_COVER') return { ...known, kind };
  if (coverPrice === undefined) return { ...known, kind: 'DONE' };
  return { ...known, kind, cover: (sideSign(clientSide) * (coverPrice / mid - 1) * BPS) / unitBps };
};

const coverWithout = (kind: OutcomeKind): ImpossibleOutcome => ({
  code: 'IMPOSSIBLE_OUTCOME',
  field: 'coverPrice',
  allowed: 'with DONE_WITH_COVER only',
  message: `a quote that ended ${kind} has no cover`,
});

/** The client trades at the best price: the cover is at least as dear to him. Less than half a tick is how the price was written. */
const betterCover = (
  { clientSide, coverPrice = NaN }: QuoteEnd,
  price: number,
  tickSize: number,
): ImpossibleOutcome | undefined => {
  if (!(sideSign(clientSide) * (coverPrice - price) < -tickSize / 2)) return undefined;
  const allowed = `${clientSide === 'BUY' ? 'from' : 'up to'} ${price}, the price that was dealt`;
  return {
    code: 'IMPOSSIBLE_OUTCOME',
    field: 'coverPrice',
    allowed,
    message: `a client who would ${clientSide} deals at ${coverPrice} rather than ${price}`,
  };
};
