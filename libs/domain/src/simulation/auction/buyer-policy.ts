import { KeyedRng, wordOf } from '#domain/core';
import { NOBODY, type AuctionView } from './auction.js';

/** Why the client is asked what to do. */
export type DecisionCause = 'QUOTE' | 'EXPIRY' | 'REJECTED' | 'WAKE' | 'WINDOW_END';

export type BuyerAction =
  | { readonly kind: 'PASS' }
  /** `untilNs`: ask again then, if nothing happens before; the end of the window comes by itself. */
  | { readonly kind: 'WAIT'; readonly untilNs?: number }
  | { readonly kind: 'ACCEPT' | 'ASK'; readonly dealer: number };

/** How a client asks and decides. The buy side's advice is one of these. */
export interface BuyerPolicy {
  /** Whom to ask at once: indices of dealers. */
  panel(auction: AuctionView, dealers: number): readonly number[];
  /**
   * What to do now. Asked whenever something changes; to wait at the end of the window, or after it, is to pass. After ASK it is
   * asked again at once. What cannot be (a quote that is not live, a dealer who was asked already) is refused and counts as to wait.
   */
  decide(auction: AuctionView, timeNs: number, cause: DecisionCause): BuyerAction;
}

export const WAIT: BuyerAction = { kind: 'WAIT' };
export const PASS: BuyerAction = { kind: 'PASS' };

/**
 * Takes the best price when all have answered or the window ends, if it is below the client's reservation; after a reject the best
 * that is left.
 */
export const decideByPrice = (auction: AuctionView, timeNs: number, cause: DecisionCause): BuyerAction => {
  const isOver = cause === 'WINDOW_END' || cause === 'REJECTED';
  if (!isOver && auction.answeredCount < auction.askedCount) return WAIT;
  const dealer = auction.bestLive(timeNs);
  if (dealer === NOBODY) return isOver ? PASS : WAIT;
  return auction.costBps(auction.ticksOf(dealer)) < auction.order.reservationBps ? { kind: 'ACCEPT', dealer } : PASS;
};

/** Asks the first `size` dealers of the list, and takes the best price. */
export const firstDealers = (size: number): BuyerPolicy => {
  const panel = Array.from({ length: size }, (_, i) => i);
  return { panel: () => panel, decide: decideByPrice };
};

/** Asks `size` dealers by lot, and takes the best price. The panel of a larger size contains that of a smaller one. */
export const randomDealers = (seed: number, size: number): BuyerPolicy => {
  const rng = new KeyedRng(seed);
  return {
    panel: ({ index }, dealers) => {
      rng.select(index, PANEL);
      const all = Array.from({ length: dealers }, (_, i) => i);
      for (let i = 0; i < size; i += 1) {
        const other = i + rng.below(dealers - i);
        [all[i], all[other]] = [all[other]!, all[i]!];
      }
      return all.slice(0, size);
    },
    decide: decideByPrice,
  };
};

const PANEL = wordOf('panel');
