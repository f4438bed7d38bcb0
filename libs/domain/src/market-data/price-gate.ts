/** A price this many times away from the last good one is absurd: a slipped digit, a stub quote, another instrument. */
const FACTOR_MAX = 10;
/** So many absurd prices in a row that agree with each other are the market after all. */
const AGREEING_MIN = 5;

/**
 * Tells an absurd price from a plausible one by the prices before it. The first price is believed; should it be the
 * absurd one, the fifth price in a row that contradicts it in agreement with the others takes its place.
 */
export class PriceGate {
  private good: number | undefined;
  private rival: number | undefined;
  private agreeing = 0;

  /** Whether `price` is plausible; it then becomes the price that the next is measured against. */
  accepts(price: number): boolean {
    if (this.good === undefined || near(price, this.good)) return this.believe(price);
    this.agreeing = this.rival !== undefined && near(price, this.rival) ? this.agreeing + 1 : 1;
    this.rival = price;
    return this.agreeing >= AGREEING_MIN && this.believe(price);
  }

  private believe(price: number): true {
    this.good = price;
    this.rival = undefined;
    this.agreeing = 0;
    return true;
  }
}

const near = (a: number, b: number): boolean => a <= b * FACTOR_MAX && b <= a * FACTOR_MAX;
