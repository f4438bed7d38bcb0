import { type SessionTimeNs } from '../events.js';
import { type Fault } from './verdict.js';

/**
 * Whether a book may be decided on. VALID: all that the source tells of it. DEPTH_INVALID: the best prices are known, what
 * rests behind them is not. INVALID: nothing is.
 */
export type BookValidity = 'VALID' | 'DEPTH_INVALID' | 'INVALID';

/** What is wrong with a book that is not valid. */
export interface BookFault {
  readonly validity: Exclude<BookValidity, 'VALID'>;
  readonly reason: Fault;
}

/** Where the rows of a feed went: `taken` is the sum of the others. */
export interface RowCounts {
  readonly taken: number;
  readonly applied: number;
  readonly ignored: number;
  readonly quarantined: number;
  /** Waiting now. */
  readonly held: number;
}

/** How one instrument's feed fares, as plain data. */
export interface MarketQuality {
  readonly validity: BookValidity;
  /** Why the book is not valid; absent while it is, and before anything was told of it. */
  readonly reason?: Fault;
  /** Since when it is so. */
  readonly sinceNs: SessionTimeNs;
  readonly rows: RowCounts;
  /** Messages or, for what lasts, how often it began. */
  readonly faults: Readonly<Record<Fault, number>>;
  /** How long streams of the book were stale in all, up to the last message that ended it. */
  readonly staleSeconds: number;
  /** Smallest delay from exchange to receive time within the last one to two minutes; absent where a source has one time only. */
  readonly delayMsMin?: number;
  /** By how much the venue's clock is ahead of ours, at least; 0 when that cannot be told. */
  readonly skewMs: number;
}
