import { BPS, gridValue } from '#domain/core';
import { type ClientOrder } from '../clients/index.js';
import { type AuctionInstrument } from './auction-parameters.js';

/** Where a dealer stands in an auction. */
export const QuoteStatus = {
  NOT_ASKED: 0,
  /** No answer yet; in the end: none came. */
  ASKED: 1,
  LIVE: 2,
  /** Accepted, and held by the dealer's last look. */
  HELD: 3,
  EXPIRED: 4,
  /** The dealer's last look refused the client. */
  REJECTED: 5,
  /** What the dealer's engine said was no price, or it chose not to quote. */
  DECLINED: 6,
  /** Answered after the end. */
  LATE: 7,
  DONE: 8,
} as const;

/** How an auction ended. */
export const AuctionOutcome = { OPEN: 0, TRADED: 1, PASSED: 2 } as const;

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const NONE = NaN;
const FOREVER = Infinity;

/** No dealer. */
export const NOBODY = -1;

/**
 * One auction, as the client knows it. Arrays are by index of the dealer unless they say otherwise; prices are in ticks, NaN where
 * there is none; times in nanoseconds of session time, NaN where nothing happened. Used again when the auction is settled.
 */
export interface AuctionView {
  /** Number of the auction. */
  readonly index: number;
  readonly instrument: AuctionInstrument;
  readonly order: ClientOrder;
  readonly isTwoSided: boolean;
  readonly openedNs: number;
  /** The end of the window. */
  readonly closesNs: number;
  /** Mid at the request; currency per unit. */
  readonly arrivalMid: number;
  /** `QuoteStatus`. */
  readonly status: ArrayLike<number>;
  readonly askedNs: ArrayLike<number>;
  readonly quotedNs: ArrayLike<number>;
  readonly validUntilNs: ArrayLike<number>;
  readonly bidTicks: ArrayLike<number>;
  readonly offerTicks: ArrayLike<number>;
  /** Mid when the dealer answered; currency per unit. */
  readonly midAtQuote: ArrayLike<number>;
  /** The dealer's position when he answered, in multiples of the standard quantity: his own knowledge. */
  readonly inventoryBlocks: ArrayLike<number>;
  /** How far the mid had moved against the dealer when his last look refused; NaN where it did not. */
  readonly rejectMoveBps: ArrayLike<number>;
  /** Dealers in the order of asking; the first `askedCount` count. */
  readonly asked: ArrayLike<number>;
  readonly askedCount: number;
  /** Dealers in the order of their answers; the first `quotedCount` count. */
  readonly quoted: ArrayLike<number>;
  readonly quotedCount: number;
  /** Answers of any kind, without late ones. */
  readonly answeredCount: number;
  /** `AuctionOutcome`. */
  readonly outcome: number;
  readonly endedNs: number;
  /** Mid at the end; currency per unit. */
  readonly endMid: number;
  /** Index of the dealer traded with, or `NOBODY`. */
  readonly winner: number;
  readonly tradedTicks: number;
  /** Dealer with the best price not traded, or `NOBODY`. */
  readonly coverDealer: number;
  readonly coverTicks: number;
  /** Mids after the end, by the rules' markout times; currency per unit. */
  readonly markoutMids: ArrayLike<number>;
  /** Price of the side that the client takes, in ticks. */
  ticksOf(dealer: number): number;
  /** Cost of a price in ticks against the mid at arrival: positive is worse for the client. */
  costBps(ticks: number): number;
  /** The live quote that costs the client least at a time, the earlier one of equals; `NOBODY` when there is none. */
  bestLive(timeNs: number): number;
}

export class Auction implements AuctionView {
  index = 0;
  order!: ClientOrder;
  isTwoSided = false;
  openedNs = 0;
  closesNs = 0;
  arrivalMid = 0;
  readonly status: Uint8Array;
  readonly askedNs: Float64Array;
  readonly quotedNs: Float64Array;
  readonly validUntilNs: Float64Array;
  readonly bidTicks: Float64Array;
  readonly offerTicks: Float64Array;
  readonly midAtQuote: Float64Array;
  readonly inventoryBlocks: Float64Array;
  readonly rejectMoveBps: Float64Array;
  readonly asked: Int32Array;
  readonly quoted: Int32Array;
  readonly markoutMids: Float64Array;
  askedCount = 0;
  quotedCount = 0;
  answeredCount = 0;
  outcome: number = AuctionOutcome.OPEN;
  endedNs = NaN;
  endMid = NaN;
  winner = NOBODY;
  tradedTicks = NaN;
  coverDealer = NOBODY;
  coverTicks = NaN;
  /** The dealer who holds the client's acceptance, or `NOBODY`. */
  holder = NOBODY;
  /** Mid at that acceptance. */
  heldMid = NaN;
  /** What the asked would cause who lose: drift in the client's direction. */
  leakageBps = 0;
  /** When the client's policy wants to be asked again; NaN: when something happens. */
  wakesNs = NaN;
  /** Events on their way to it. */
  pending = 0;
  private readonly columns: readonly Float64Array[];

  constructor(
    readonly instrument: AuctionInstrument,
    dealers: number,
    markouts: number,
  ) {
    this.status = new Uint8Array(dealers);
    this.askedNs = new Float64Array(dealers);
    this.quotedNs = new Float64Array(dealers);
    this.validUntilNs = new Float64Array(dealers);
    this.bidTicks = new Float64Array(dealers);
    this.offerTicks = new Float64Array(dealers);
    this.midAtQuote = new Float64Array(dealers);
    this.inventoryBlocks = new Float64Array(dealers);
    this.rejectMoveBps = new Float64Array(dealers);
    this.asked = new Int32Array(dealers);
    this.quoted = new Int32Array(dealers);
    this.markoutMids = new Float64Array(markouts);
    this.columns = [
      this.askedNs,
      this.quotedNs,
      this.validUntilNs,
      this.bidTicks,
      this.offerTicks,
      this.midAtQuote,
      this.inventoryBlocks,
      this.rejectMoveBps,
    ];
  }

  /** Begins another auction in this place. */
  begin(index: number, order: ClientOrder, openedNs: number, closesNs: number, arrivalMid: number): void {
    this.index = index;
    this.order = order;
    this.openedNs = openedNs;
    this.closesNs = closesNs;
    this.arrivalMid = arrivalMid;
    this.status.fill(QuoteStatus.NOT_ASKED);
    for (const column of this.columns) column.fill(NONE);
    this.markoutMids.fill(NONE);
    this.askedCount = 0;
    this.quotedCount = 0;
    this.answeredCount = 0;
    this.outcome = AuctionOutcome.OPEN;
    this.endedNs = NONE;
    this.endMid = NONE;
    this.winner = NOBODY;
    this.tradedTicks = NONE;
    this.coverDealer = NOBODY;
    this.coverTicks = NONE;
    this.holder = NOBODY;
    this.heldMid = NONE;
    this.leakageBps = 0;
    this.wakesNs = NONE;
    this.pending = 0;
  }

  ticksOf(dealer: number): number {
    return this.order.side > 0 ? this.offerTicks[dealer]! : this.bidTicks[dealer]!;
  }

  costBps(ticks: number): number {
    return (this.order.side * (gridValue(ticks, this.instrument.tickSize) - this.arrivalMid) * BPS) / this.arrivalMid;
  }

  bestLive(timeNs: number): number {
    const { side } = this.order;
    let best = NOBODY;
    let bestTicks = FOREVER;
    for (let i = 0; i < this.quotedCount; i += 1) {
      const dealer = this.quoted[i]!;
      const ticks = side * this.ticksOf(dealer);
      if (!this.isLive(dealer, timeNs) || !(ticks < bestTicks)) continue;
      [best, bestTicks] = [dealer, ticks];
    }
    return best;
  }

  isLive(dealer: number, timeNs: number): boolean {
    return this.status[dealer] === QuoteStatus.LIVE && timeNs < this.validUntilNs[dealer]!;
  }
}
