import { err, ok, type Failure, type Result, type Side } from '#domain/core';
import { isDealt, type OutcomeKind } from '#domain/rfq';
import { type DealerQuote, type DealerQuoteLadder } from '#application/generate-quote';
import { outcomeToKeep, rememberQuoteOutcome } from '#application/learn-quoting-models';
import { type DecisionLog, type EndedQuote, type QuoteBook, type QuoteOutcomeStore } from '#application/ports';

/** What the desk learned of one of its quotes. */
export interface RecordQuoteOutcomeCommand {
  /** The decision's. */
  readonly quoteId: string;
  readonly kind: OutcomeKind;
  readonly clientSide: Side;
  /** In units, one of those quoted; absent: the only one. */
  readonly quantity?: number;
  /** The best price not traded, currency per unit, where the desk was told; of DONE_WITH_COVER only. */
  readonly coverPrice?: number;
  /** Who priced it: a book or a trader of the desk. */
  readonly dealerDesk?: string;
}

export interface RecordQuoteOutcomePorts {
  readonly decisions: DecisionLog;
  readonly quoteBook: QuoteBook;
  readonly outcomes: QuoteOutcomeStore;
}

export type RecordQuoteOutcomeFailure = Failure<'UNKNOWN_DECISION' | 'IMPOSSIBLE_OUTCOME' | 'OUTCOME_RECORDED'>;

/**
 * Ends a quote, once: what was dealt is in the inventory, and the outcome among those that the desk learns from, when it resolves. The
 * same outcome again changes nothing, and finishes what a crash between the two left.
 */
export const recordQuoteOutcome = async (
  { decisions, quoteBook, outcomes }: RecordQuoteOutcomePorts,
  deskId: string,
  command: RecordQuoteOutcomeCommand,
): Promise<Result<EndedQuote, RecordQuoteOutcomeFailure>> => {
  const { quoteId, kind, clientSide } = command;
  const record = await decisions.find(deskId, quoteId);
  if (record?.kind !== 'GENERATE_QUOTE') return err(unknownQuote(quoteId));
  const quote = JSON.parse(record.output) as DealerQuote | DealerQuoteLadder;
  const quantity = quotedQuantity(quote, command);
  if (!quantity.ok) return quantity;
  const { instrumentId } = quote.request;
  const ended: EndedQuote = { quoteId, instrumentId, kind, clientSide, quantity: quantity.value };
  const kept = outcomeToKeep(record, { ...command, quantity: quantity.value });
  if (!kept.ok) return kept;
  const outcome = await quoteBook.end(deskId, ended);
  if (outcome.kind === 'EXISTS' && !isSame(outcome.ended, ended)) return err(otherwise(outcome.ended));
  const isRemembered = kept.value === null || (await rememberQuoteOutcome(outcomes, deskId, kept.value));
  return isRemembered ? ok(ended) : err(otherwise(ended));
};

const quotedQuantity = (
  quote: DealerQuote | DealerQuoteLadder,
  { quantity, kind, clientSide }: RecordQuoteOutcomeCommand,
): Result<number, RecordQuoteOutcomeFailure> => {
  const rungs = 'rungs' in quote ? quote.rungs : [{ ...quote, quantity: quote.request.quantity }];
  const sizes = rungs.map((rung) => rung.quantity);
  const rung = quantity === undefined && rungs.length === 1 ? rungs[0] : rungs.find((one) => one.quantity === quantity);
  if (rung === undefined) {
    return err(impossibleOutcome('quantity', `one of ${sizes.join(', ')}`, quantity ?? 'none of several'));
  }
  const shown = clientSide === 'BUY' ? rung.offer : rung.bid;
  if (shown === null && isDealt(kind)) {
    return err(impossibleOutcome('clientSide', 'a side that was shown', clientSide));
  }
  return ok(rung.quantity);
};

const isSame = (one: EndedQuote, other: EndedQuote): boolean =>
  one.kind === other.kind && one.clientSide === other.clientSide && one.quantity === other.quantity;

const unknownQuote = (quoteId: string): RecordQuoteOutcomeFailure => ({
  code: 'UNKNOWN_DECISION',
  field: 'quoteId',
  message: `this desk has made no quote ${JSON.stringify(quoteId)}`,
  allowed: 'the decisionId of a quote of this desk',
});

const impossibleOutcome = (field: string, allowed: string, value: unknown): RecordQuoteOutcomeFailure => ({
  code: 'IMPOSSIBLE_OUTCOME',
  field,
  allowed,
  message: `${field} must be ${allowed}, got ${String(value)}`,
});

const otherwise = ({ kind, clientSide, quantity }: EndedQuote): RecordQuoteOutcomeFailure => ({
  code: 'OUTCOME_RECORDED',
  field: 'kind',
  allowed: 'the outcome that is recorded',
  message: `the quote ended before: ${kind}, ${clientSide} ${quantity}, and its cover and dealerDesk are recorded`,
});
