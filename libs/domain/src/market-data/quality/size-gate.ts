import { type StateReader, type StateWriter } from '#domain/core';

/**
 * The share of sizes above the running quantile, and how far the quantile moves, in logs, for each size that is above it;
 * for each below it moves back by as much as keeps it there (Robbins and Monro, Ann. Math. Statist. 22(3), 1951).
 */
const SHARE_ABOVE = 0.01;
const STEP = 0.05;
const UP = Math.exp(STEP * (1 - SHARE_ABOVE));
const DOWN = Math.exp(-STEP * SHARE_ABOVE);
/** The largest of so many is as good a guess of that quantile as any. */
const FIRST_SIZES = 1 / SHARE_ABOVE;
/**
 * Sizes have a power tail with an exponent near 1.5 (Gabaix et al., Nature 423, 2003): one in a hundred is above the
 * quantile, of those one in 10,000^1.5 is so many times larger. So a true size is refused once in 1e8, and one in another
 * unit (1e8 satoshi to a bitcoin) nearly always.
 */
const FACTOR_MAX = 10_000;
/** Refused sizes within this factor of each other agree; so many in a row that do are the market after all. */
const AGREEING_FACTOR = 10;
const AGREEING_MIN = 5;

/** Tells an absurd size from a plausible one by the sizes before it. The first hundred are believed. */
export class SizeGate {
  private quantile = 0;
  private seen = 0;
  private rival = NaN;
  private agreeing = 0;

  /** Whether `size`, above 0, is plausible. */
  accepts(size: number): boolean {
    if (this.seen < FIRST_SIZES) {
      this.seen += 1;
      if (size > this.quantile) this.quantile = size;
      return true;
    }
    if (size > this.quantile * FACTOR_MAX) return this.outweighed(size);
    this.quantile *= size > this.quantile ? UP : DOWN;
    this.agreeing = 0;
    return true;
  }

  save(into: StateWriter): void {
    into.numbers([this.quantile, this.seen, this.rival, this.agreeing]);
  }

  restore(from: StateReader): void {
    const state = [0, 0, 0, 0];
    from.numbers(state);
    [this.quantile, this.seen, this.rival, this.agreeing] = state as [number, number, number, number];
  }

  private outweighed(size: number): boolean {
    const agrees = size <= this.rival * AGREEING_FACTOR && this.rival <= size * AGREEING_FACTOR;
    this.agreeing = this.agreeing > 0 && agrees ? this.agreeing + 1 : 1;
    this.rival = size;
    if (this.agreeing < AGREEING_MIN) return false;
    this.quantile = size;
    this.agreeing = 0;
    return true;
  }
}
