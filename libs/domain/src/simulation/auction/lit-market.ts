/** What a dealer sends into the lit market after winning a block. */
export interface HedgeOrder {
  /** Index of the dealer. */
  readonly dealer: number;
  /** +1 buys back what he sold, -1 sells on what he bought: the client's side. */
  readonly side: 1 | -1;
  /** In units. */
  readonly quantity: number;
  readonly overSeconds: number;
}

/** Told of a hedge's fill, in currency per unit. */
export type HedgeFill = (timeNs: number, dealer: number, side: 1 | -1, quantity: number, price: number) => void;

/** Why the mid drifts without an order that the auction knows of. */
export type DriftCause = 'LEAKAGE' | 'INFORMATION';

/** The lit market as an auction sees it. It is asked and told things in the order of time only. */
export interface LitMarket {
  /** Mid at a time; currency per unit. */
  midAt(timeNs: number): number;
  /**
   * Somebody works an order from now on. Its fills are reported to `AuctionHouse.hedged`, whenever and however many they are.
   */
  hedge(timeNs: number, order: HedgeOrder): void;
  /**
   * The mid is to move by so much within that time, on top of whatever else it does. How, and whether it ends exactly there, is
   * the market's.
   */
  drift(timeNs: number, cause: DriftCause, bps: number, overSeconds: number): void;
}

/** A lit market with events of its own between those of the auctions: whoever runs both takes the earlier one. */
export interface WorkedLitMarket extends LitMarket {
  /** When a hedge or a drift goes on; Infinity when none is worked. */
  readonly nextTimeNs: number;
  /** What comes next happens. There must be something. */
  step(): void;
}
