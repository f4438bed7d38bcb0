import { type Instant, type Side } from '#domain/core';
import { type RfqConditions } from './conditions.js';
import { type RfqQuote } from './dealer-quote.js';
import { type MarkoutMark } from './markout-mark.js';
import { type PriceBand } from './price-band.js';
import { type RfqTerms } from './terms.js';

/** What somebody wants of a request, at a session time; `mid` of its market at that time, where there is one. */
export type RfqCommand = { readonly at: Instant; readonly mid?: number } & (
  OpenCommand | DealerCommand | ClientCommand | OutcomeCommand
);

export interface OpenCommand {
  readonly type: 'OPEN';
  readonly terms: RfqTerms;
  readonly conditions?: RfqConditions;
}

/** What a dealer does: he quotes (again), takes his quote back, or declines to quote. */
export type DealerCommand = QuoteCommand | WithdrawCommand | DeclineCommand;

export interface QuoteCommand {
  readonly type: 'QUOTE';
  readonly dealer: string;
  readonly quote: RfqQuote;
  /** When the dealer says that he sent it (FIX SendingTime 52); absent when he does not say. */
  readonly sentAt?: Instant;
  /** Absent when the market is not known, or of a package. */
  readonly band?: PriceBand;
}

export interface WithdrawCommand {
  readonly type: 'WITHDRAW';
  readonly dealer: string;
  /** A quote that has been replaced meanwhile is not withdrawn for another. */
  readonly quoteId: string;
}

export interface DeclineCommand {
  readonly type: 'DECLINE';
  readonly dealer: string;
}

/** What the client does (FIX QuoteResponse, AJ). */
export type ClientCommand = TakeCommand | CounterCommand | PassCommand;

/** LIFT buys at the offer, HIT sells at the bid. */
export interface TakeCommand {
  readonly type: 'HIT' | 'LIFT';
  readonly dealer: string;
  /** The quote that the client saw: one that replaced it is not taken for it. */
  readonly quoteId: string;
  readonly lots: number;
}

/** The client names a better price; the quote is off, and the dealer may quote again. */
export interface CounterCommand {
  readonly type: 'COUNTER';
  readonly dealer: string;
  readonly quoteId: string;
  readonly side: Side;
  readonly price: number;
  readonly lots: number;
  readonly band?: PriceBand;
}

/** The client is through with one dealer, or with the whole request. */
export interface PassCommand {
  readonly type: 'PASS';
  readonly dealer?: string;
}

/** What became of it. */
export type OutcomeCommand =
  FillCommand | RejectCommand | DoneAwayCommand | PostTradeCommand | ExpireCommand | MarkCommand;

/** The dealer confirms lots of what was hit or lifted, at the price it was. */
export interface FillCommand {
  readonly type: 'FILL';
  readonly dealer: string;
  readonly quoteId: string;
  /** The dealer's own (FIX ExecID 17). */
  readonly execId: string;
  readonly lots: number;
}

/** The dealer refuses what is not filled yet of what was hit or lifted. */
export interface RejectCommand {
  readonly type: 'REJECT';
  readonly dealer: string;
  readonly quoteId: string;
}

/** The client has traded the rest elsewhere. */
export interface DoneAwayCommand {
  readonly type: 'DONE_AWAY';
  readonly price?: number;
}

export type PostTradeCommand =
  | { readonly type: 'COVER'; readonly price: number }
  /** The mid so long after the request ended. */
  | { readonly type: 'MARKOUT'; readonly horizonMs: number; readonly price: number };

/** Time has passed: records the expiry when it is due, and nothing otherwise. */
export interface ExpireCommand {
  readonly type: 'EXPIRE';
}

/** Time has passed since the end: records each markout that is still owed, and nothing of the others. */
export interface MarkCommand {
  readonly type: 'MARK';
  readonly marks: readonly MarkoutMark[];
}
