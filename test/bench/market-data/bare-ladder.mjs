import { BID, EventKind } from '#domain/market-data';

/**
 * The least that can be done with level changes, and what all ratios of the market-data bench stand on: one Float64Array of
 * sizes per side with one slot per tick, and the best slot of each side, searched slot by slot when a best level empties.
 * It reads kind, side, price and size of a record and nothing else: no time, no sequence, no check of anything, prices
 * within bounds that it is told beforehand.
 */
export class BareLadder {
  constructor({ lowest, highest, tickUnits }) {
    this.lowest = lowest;
    this.tickUnits = tickUnits;
    this.slots = (highest - lowest) / tickUnits + 1;
    this.bids = new Float64Array(this.slots);
    this.asks = new Float64Array(this.slots);
    this.clear();
  }

  clear() {
    this.bids.fill(0);
    this.asks.fill(0);
    this.bestBid = -1;
    this.bestAsk = this.slots;
  }

  setBid(slot, size) {
    const { bids } = this;
    bids[slot] = size;
    if (size > 0) {
      if (slot > this.bestBid) this.bestBid = slot;
    } else if (slot === this.bestBid) {
      let best = slot - 1;
      while (best >= 0 && bids[best] === 0) best -= 1;
      this.bestBid = best;
    }
  }

  setAsk(slot, size) {
    const { asks, slots } = this;
    asks[slot] = size;
    if (size > 0) {
      if (slot < this.bestAsk) this.bestAsk = slot;
    } else if (slot === this.bestAsk) {
      let best = slot + 1;
      while (best < slots && asks[best] === 0) best += 1;
      this.bestAsk = best;
    }
  }
}

/** Applies all level changes among the events to a bare ladder. */
export const playBare = (events, ladder) => {
  const { lowest, tickUnits } = ladder;
  for (let i = 0; i < events.count; i += 1) {
    if (events.kindAt(i) !== EventKind.LEVEL) continue;
    const slot = (events.priceAt(i) - lowest) / tickUnits;
    if (events.sideAt(i) === BID) ladder.setBid(slot, events.sizeAt(i));
    else ladder.setAsk(slot, events.sizeAt(i));
  }
};

/** The bounds of the prices of all level changes. */
export const boundsOf = (events, tickUnits) => {
  let lowest = Infinity;
  let highest = -Infinity;
  for (let i = 0; i < events.count; i += 1) {
    if (events.kindAt(i) !== EventKind.LEVEL) continue;
    lowest = Math.min(lowest, events.priceAt(i));
    highest = Math.max(highest, events.priceAt(i));
  }
  return { lowest, highest, tickUnits };
};
