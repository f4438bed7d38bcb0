import { type Side } from '#domain/core';

/** One side of the hedge of a block, as it was filled. */
export interface HedgeFill {
  /** In units, positive; bought after a client bought, sold after a client sold. */
  readonly quantity: number;
  /** Currency per unit. */
  readonly price: number;
}

/** A block that a dealer traded with a client, and what became of it. Prices are currency per unit. */
export interface DealtBlock {
  /** null: not named. */
  readonly client: string | null;
  /** Who priced it: a book or a trader of the dealer; null: not told. */
  readonly dealerDesk: string | null;
  /** Of the market when it was traded; null: no model told. */
  readonly regime: string | null;
  readonly clientSide: Side;
  /** In units, positive. */
  readonly quantity: number;
  /** As a share of the instrument's usual daily volume. */
  readonly participation: number;
  readonly price: number;
  readonly midAtTrade: number;
  /** At the horizon at which adverse selection is told from inventory. */
  readonly midAfter: number;
  /** What is left is valued at this. */
  readonly lastMid: number;
  /** Together not more than the block. */
  readonly hedges: readonly HedgeFill[];
}
