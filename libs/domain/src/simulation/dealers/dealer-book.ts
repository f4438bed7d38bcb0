/** One dealer's position and cash: what was traded with clients and in the hedge, nothing else. */
export class DealerBook {
  /** In units; positive is long. */
  inventory = 0;
  /** In currency. */
  cash = 0;

  /** He buys (+1) or sells (-1) at a price in currency per unit. */
  trade(side: 1 | -1, quantity: number, price: number): void {
    this.inventory += side * quantity;
    this.cash -= side * quantity * price;
  }

  /** What he is worth with his inventory at a mid; currency. */
  value(mid: number): number {
    return this.cash + this.inventory * mid;
  }
}
