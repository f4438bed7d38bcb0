import { type StateReader, type StateWriter } from '#domain/core';
import { BID } from './event-codes.js';

/** A price this many times away from the last good one is absurd: a slipped digit, a stub quote, another instrument. */
const FACTOR_MAX = 10;
/** So many absurd prices in a row that agree with each other are the market after all. */
const AGREEING_MIN = 5;

/**
 * Tells an absurd price from a plausible one by the prices before it. The first price is believed; should it be the
 * absurd one, the fifth price in a row that contradicts it in agreement with the others takes its place.
 */
export class PriceGate {
  private good = NaN;
  private rival = NaN;
  private agreeing = 0;

  /** Whether `price` is plausible; it then becomes the price that the next is measured against. */
  accepts(price: number): boolean {
    if (Number.isNaN(this.good) || near(price, this.good)) return this.believe(price);
    return this.outvoted(price);
  }

  /**
   * Whether an order or level may rest at `price`. Far from the market on its own side it may: a stub quote, a bid at a
   * tenth of the price. On the other side of the market it would have been filled. It becomes no measure for the next.
   */
  acceptsResting(side: number, price: number): boolean {
    const isAbsurd = side === BID ? price > this.good * FACTOR_MAX : price * FACTOR_MAX < this.good;
    return !isAbsurd || this.outvoted(price);
  }

  save(into: StateWriter): void {
    into.number(this.good);
    into.number(this.rival);
    into.number(this.agreeing);
  }

  restore(from: StateReader): void {
    this.good = from.number();
    this.rival = from.number();
    this.agreeing = from.number();
  }

  private outvoted(price: number): boolean {
    this.agreeing = near(price, this.rival) ? this.agreeing + 1 : 1;
    this.rival = price;
    return this.agreeing >= AGREEING_MIN && this.believe(price);
  }

  private believe(price: number): true {
    this.good = price;
    this.rival = NaN;
    this.agreeing = 0;
    return true;
  }
}

const near = (a: number, b: number): boolean => a <= b * FACTOR_MAX && b <= a * FACTOR_MAX;
