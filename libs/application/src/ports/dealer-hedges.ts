import { type OutsideBlock } from '#domain/market-data';

/** A block that a simulated dealer has traded with a desk. */
export interface DealtBlock extends OutsideBlock {
  readonly instrumentId: string;
}

/** Where simulated dealers hedge what they traded with desks: the book of the market that plays. */
export interface DealerHedges {
  /** At most once: where the market cannot be reached, the hedge is lost and its book stays as it was. */
  hedge(block: DealtBlock): void;
}
