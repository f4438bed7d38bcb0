import { type Rng } from '#domain/core';

/** What a dealer knows when pricing a request. Valid during the call only: the object is used again. */
export interface PricingRequest {
  readonly timeNs: number;
  /** s of the client: +1 buys, -1 sells, 0 not told (a two-sided request). */
  readonly side: 1 | -1 | 0;
  /** In units. */
  readonly quantity: number;
  /** `quantity` in multiples of the instrument's standard quantity. */
  readonly blocks: number;
  /** Index of the client's tier. */
  readonly tier: number;
  /** Dealers asked beside this one so far, or what the rules let a dealer assume. */
  readonly competitors: number;
  /** Drift of the mid in the client's direction that those others will cause if they lose. */
  readonly othersLeakageBps: number;
  /** Currency per unit. */
  readonly arrivalMid: number;
  /** Mid now; currency per unit. */
  readonly mid: number;
  /** Delta: the instrument's usual half-spread. */
  readonly halfSpreadBps: number;
  /** The dealer's position: positive is long, in multiples of the standard quantity. */
  readonly inventoryBlocks: number;
  /** By how much the dealer believes the value to lie above the mid: the truth plus an error of his own. */
  readonly valueSignalBps: number;
}

/** How a dealer arrives at a price. The sell-side engine is one of these. */
export interface QuotingEngine {
  /** The mid that the markup is added to. */
  readonly reference: 'ARRIVAL_MID' | 'MID_NOW';
  /**
   * Where a two-sided quote would cross. false: it is a fault and the quote is refused. true: each side is a draw of its own, and
   * the one that the client does not take gives way.
   */
  readonly pricesSidesApart: boolean;
  /**
   * Markup on the mid for a client who buys (+1) or sells (-1), in bps, positive is worse for the client; NaN: no quote. Called
   * once per side of a two-sided request. `rng` is the stream of this dealer, auction and side.
   */
  markupBps(request: PricingRequest, side: 1 | -1, rng: Rng): number;
}
