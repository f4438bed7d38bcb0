import { type ExploredQuote, type HedgeFill, type MarkoutAt, type QuotedOutcome } from '#domain/quoting';
import { type Job } from '#application/jobs';

/** A quote to a client and what became of it, as it is kept. */
export interface KeptQuoteOutcome extends Omit<QuotedOutcome, 'againstBps' | 'markouts'> {
  /** Of the desk's quote, which ends once: another outcome under the same id is a repeat. */
  readonly quoteId: string;
  /** null: the desk does not tell its books apart. */
  readonly dealerDesk: string | null;
  /** Of the market when it was quoted; null where no model told. */
  readonly regime: string | null;
  /** Of the prices. */
  readonly currency: string;
  /** In units, and as a share of the instrument's usual daily volume. */
  readonly quantity: number;
  readonly participation: number;
  /** Currency per unit, of the quote and of the mid when the request ended. */
  readonly price: number;
  readonly mid: number;
  /** What was drawn for the quote; absent: it was not explored. */
  readonly exploration?: Omit<ExploredQuote, 'isDone'>;
}

/** What is known of a trade later. Prices are currency per unit. */
export interface TradeFollowUp {
  /** At the markout horizon. */
  readonly midAfter: number;
  readonly lastMid: number;
  /** How far the mid moved against the desk by the horizon, beyond what its own hedge moved; bps of the mid at the trade. */
  readonly againstBps: number;
  /** At further horizons, where the desk told them. */
  readonly markouts?: readonly MarkoutAt[];
  readonly hedges: readonly HedgeFill[];
}

export interface FollowedOutcome extends KeptQuoteOutcome {
  /** From 1, without gaps, in the order in which the desk's outcomes became durable. */
  readonly ordinal: number;
  /** null: not yet. */
  readonly followUp: TradeFollowUp | null;
}

/** KEPT with its ordinal, or EXISTS: the quote had ended before, and nothing was written. */
export type OutcomeAppended = { readonly kind: 'KEPT'; readonly ordinal: number } | { readonly kind: 'EXISTS' };

/** Outcomes of a desk's quotes. A desk sees its own and no other's. */
export interface QuoteOutcomeStore {
  /**
   * Keeps an outcome and leaves the jobs that follow from its ordinal, at once or not at all. When the promise resolves it is durable; of
   * any number of concurrent outcomes of one quote exactly one is kept.
   */
  append(
    deskId: string,
    outcome: KeptQuoteOutcome,
    followedBy: (ordinal: number) => readonly Job[],
  ): Promise<OutcomeAppended>;
  /** undefined where the desk has no outcome of such a quote. */
  find(deskId: string, quoteId: string): Promise<FollowedOutcome | undefined>;
  /** Replaces what is known of a trade by what is known now; false where the desk has no such quote. */
  follow(deskId: string, quoteId: string, followUp: TradeFollowUp): Promise<boolean>;
  /** Up to `first` outcomes behind the ordinal `after`, rising. */
  outcomes(deskId: string, after: number, first: number): Promise<readonly FollowedOutcome[]>;
}
