import { BPS, ok, sideSign, type Result, type Side } from '#domain/core';
import { midPrice } from '#domain/market-data';
import { OutcomeCounts, type ImpossibleOutcome, type OutcomeKind, type QuoteOutcome } from '#domain/rfq';
import {
  type DealerQuote,
  type DealerQuoteLadder,
  type EngineQuoteInputs,
  type QuotedSide,
} from '#application/generate-quote';
import { type DecisionRecord, type OutcomeAppended, type QuoteOutcomeStore } from '#application/ports';
import { learningJobs } from './learn.js';

/** How a decided quote ended. */
export interface QuoteEnd {
  readonly kind: OutcomeKind;
  readonly clientSide: Side;
  /** In units, one of those quoted. */
  readonly quantity: number;
  /** The best price not traded, currency per unit, where the desk was told. */
  readonly coverPrice?: number;
}

/** NOTHING_TO_LEARN: a quote of the first rule, or a side that was not shown. */
export type Remembered = OutcomeAppended | { readonly kind: 'NOTHING_TO_LEARN' };

/**
 * Keeps what became of a quote for the desk to learn from, in the unit of the hit model: the markup that was shown over the usual
 * half-spread of its size and volatility. A cover that was not told leaves DONE. Refuses what says nothing, by name.
 */
export const rememberQuoteOutcome = async (
  outcomes: Pick<QuoteOutcomeStore, 'append'>,
  record: DecisionRecord,
  end: QuoteEnd,
): Promise<Result<Remembered, ImpossibleOutcome>> => {
  const inputs = JSON.parse(record.inputs) as Partial<EngineQuoteInputs>;
  const shown = inputs.rule === 2 ? shownSide(record, end) : null;
  if (shown === null) return ok({ kind: 'NOTHING_TO_LEARN' });
  const { market, request, client, competitors } = inputs as EngineQuoteInputs;
  const mid = midPrice(market);
  const outcome = learned(end, shown, mid, competitors);
  const counted = new OutcomeCounts().add(outcome);
  if (!counted.ok) return counted;
  const { quantity, clientSide } = end;
  const { deskId, decisionId } = record;
  const kept = {
    quoteId: decisionId,
    instrumentId: request.instrumentId,
    client: client ?? null,
    dealerDesk: null,
    regime: null,
    clientSide,
    quantity,
    participation: quantity / market.terms.averageDailyVolume,
    price: shown.price,
    mid,
    outcome,
  };
  return ok(await outcomes.append(deskId, kept, learningJobs(deskId)));
};

const shownSide = ({ output }: DecisionRecord, { clientSide, quantity }: QuoteEnd): QuotedSide | null => {
  const quote = JSON.parse(output) as DealerQuote | DealerQuoteLadder;
  const sides = 'rungs' in quote ? quote.rungs.find((rung) => rung.quantity === quantity) : quote;
  return (clientSide === 'BUY' ? sides?.offer : sides?.bid) ?? null;
};

const learned = (
  { kind, clientSide, coverPrice }: QuoteEnd,
  { terms, markupBps }: QuotedSide,
  mid: number,
  competitors: number | null,
): QuoteOutcome => {
  let usualBps = 0;
  for (const { name, bps } of terms) if (name === 'baseHalfSpread' || name === 'volatilityAndSize') usualBps += bps;
  const known = { reducedSpread: markupBps / usualBps, competitors };
  if (kind !== 'DONE_WITH_COVER') return { ...known, kind };
  if (coverPrice === undefined) return { ...known, kind: 'DONE' };
  return { ...known, kind, cover: (sideSign(clientSide) * (coverPrice / mid - 1) * BPS) / usualBps };
};
