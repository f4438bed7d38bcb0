import { type Rng } from '#domain/core';
import { ASK, BID, type BookSide } from '#domain/market-data';
import { BookEventKind, type BookEvents } from '../../order-book/index.js';
import { type FlowDesk, type FlowSource } from '../flow-source.js';
import { type MakerParameters } from './maker-parameters.js';

/** What may make the makers cautious; both factors are 1 in a quiet market. */
export interface MakerMood {
  readonly spreadFactor: number;
  readonly depthFactor: number;
}

/**
 * Market makers who re-quote on flow. What is assumed: all of them see the tape and think the same of fair value. It moves with the
 * part of each trade's sign that the signs before it did not foretell (so that foreseeable flow does not move it: the
 * efficiency argument of Lillo and Farmer 2004), and is drawn back to the mid of the book. Each quotes both sides around it,
 * against its own inventory, looks at its quotes at Poisson times, and one of them looks soon after a trade. Quotes that still
 * fit keep their place in the queue. A maker never takes.
 *
 * Expects parameters that `checkMakers` finds nothing wrong with.
 */
export class MarketMakers implements FlowSource {
  nextSeconds: number;
  private fairTicks: number;
  private seenSeconds = 0;
  private readonly bidId: Float64Array;
  private readonly askId: Float64Array;
  private readonly inventory: Float64Array;
  /** Means of past signs, one per memory. */
  private readonly signs: Float64Array;
  private readonly forgets: Float64Array;

  constructor(
    private readonly parameters: MakerParameters,
    private readonly firstOwner: number,
    midTicks: number,
    private readonly mood: MakerMood,
    private readonly rng: Rng,
  ) {
    this.fairTicks = midTicks;
    this.bidId = new Float64Array(parameters.count);
    this.askId = new Float64Array(parameters.count);
    this.inventory = new Float64Array(parameters.count);
    this.signs = new Float64Array(parameters.memoryTrades.length);
    this.forgets = Float64Array.from(parameters.memoryTrades, (trades) => 1 / trades);
    this.nextSeconds = parameters.count === 0 ? Infinity : 0;
  }

  act(desk: FlowDesk): void {
    this.anchor(desk);
    this.quote(this.rng.below(this.parameters.count), desk);
    this.nextSeconds += this.rng.exponential(this.parameters.count * this.parameters.looksPerSecond);
  }

  /** Public news: everybody agrees at once. */
  shift(ticks: number): void {
    this.fairTicks += ticks;
  }

  /** What happened in the book at a time; makers learn of it through the tape. */
  hear(events: BookEvents, seconds: number): void {
    let sign = 0;
    for (let row = 0; row < events.length; row += 1) {
      if (events.kind(row) !== BookEventKind.EXECUTED) continue;
      sign = events.side(row) === BID ? 1 : -1;
      const maker = events.makerOwner(row) - this.firstOwner;
      if (maker >= 0 && maker < this.parameters.count) this.inventory[maker]! -= sign * events.quantity(row);
    }
    if (sign !== 0 && this.parameters.count > 0) this.learn(sign, seconds);
  }

  private learn(sign: number, seconds: number): void {
    let foretold = 0;
    for (let k = 0; k < this.signs.length; k += 1) {
      foretold += this.signs[k]! / this.signs.length;
      this.signs[k]! += this.forgets[k]! * (sign - this.signs[k]!);
    }
    this.fairTicks += this.parameters.surpriseTicks * (sign - foretold);
    this.nextSeconds = Math.min(this.nextSeconds, seconds + this.rng.exponential(1 / this.parameters.reactionSeconds));
  }

  private anchor(desk: FlowDesk): void {
    const elapsed = this.nextSeconds - this.seenSeconds;
    const kept = 2 ** (-elapsed / this.parameters.anchorHalfLifeSeconds);
    this.fairTicks = desk.best.midTicks + kept * (this.fairTicks - desk.best.midTicks);
    this.seenSeconds = this.nextSeconds;
  }

  private quote(maker: number, desk: FlowDesk): void {
    const { halfSpreadTicks, widerTicks, quoteUnits, inventoryUnits } = this.parameters;
    const half = (halfSpreadTicks + maker * widerTicks) * this.mood.spreadFactor;
    const skew = Math.max(-1, Math.min(1, this.inventory[maker]! / inventoryUnits));
    const centre = this.fairTicks - half * skew;
    const units = Math.max(1, Math.round(quoteUnits * this.mood.depthFactor));
    this.bidId[maker] = this.requote(desk, maker, BID, this.bidId[maker]!, Math.floor(centre - half), units);
    this.askId[maker] = this.requote(desk, maker, ASK, this.askId[maker]!, Math.ceil(centre + half), units);
  }

  /** One side of a maker's quote as it shall be, at a price at which it waits; the id of its order. */
  private requote(
    desk: FlowDesk,
    maker: number,
    side: BookSide,
    orderId: number,
    wishTicks: number,
    units: number,
  ): number {
    const { best, book } = desk;
    const priceTicks = side === BID ? Math.min(wishTicks, best.askTicks - 1) : Math.max(wishTicks, best.bidTicks + 1);
    if (book.has(orderId)) {
      if (book.priceOf(orderId) === priceTicks) return orderId;
      desk.cancel(this.firstOwner + maker, orderId);
    }
    return desk.limit(this.firstOwner + maker, side, priceTicks, units);
  }
}
