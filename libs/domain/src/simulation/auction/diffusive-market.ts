import { BPS } from '#domain/core';
import { firstOf, mustBePositive, mustNotBeNegative, type Verdict } from '../impossible-parameters.js';
import { MessageQueue } from '../clock/index.js';
import { BrownianPath } from './brownian-path.js';
import { DriftSchedule } from './drift-schedule.js';
import { type DriftCause, type HedgeFill, type HedgeOrder, type WorkedLitMarket } from './lit-market.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { exp, round, sqrt } = Math;

export interface DiffusiveMarketParameters {
  /** Currency per unit. */
  readonly initialMid: number;
  readonly volatilityBpsPerSqrtSecond: number;
  /** How far hedging the standard quantity moves the mid; other sizes by the square root of their multiple. */
  readonly hedgeImpactBps: number;
  /** What a hedge pays beyond the mid. */
  readonly hedgeHalfSpreadBps: number;
}

/** A mid of 100 with 1.8 % of daily volatility over 23,400 s; impact by the square-root law (reference 1) at 0.1 % of ADV, Y 0.75. */
export const DEFAULT_DIFFUSIVE_MARKET: DiffusiveMarketParameters = {
  initialMid: 100,
  volatilityBpsPerSqrtSecond: 180 / Math.sqrt(23_400),
  hedgeImpactBps: 0.75 * 180 * Math.sqrt(1e-3),
  hedgeHalfSpreadBps: 0.5,
};

/**
 * A lit market for auctions on their own, without a book.
 *
 * What is assumed: the logarithm of the mid is a Brownian motion of constant volatility plus the drifts it is told of; a hedge
 * moves it evenly by the square root of its size while it is worked, for good, and is filled in one piece at the end, at the mean
 * of the mids at its start and end and half a spread worse. The order-book market has none of these.
 */
export class DiffusiveMarket implements WorkedLitMarket {
  private readonly path: BrownianPath;
  private readonly drifts = new DriftSchedule();
  /** Rows of dealer, side, quantity and the mid at the start. */
  private readonly hedges = new MessageQueue(4);

  /** Expects parameters that `checkDiffusiveMarket` finds nothing wrong with. `onFill` hears of hedges that are done. */
  constructor(
    seed: number,
    private readonly parameters: DiffusiveMarketParameters,
    private readonly standardQuantity: number,
    private readonly onFill: HedgeFill,
  ) {
    this.path = new BrownianPath(seed);
  }

  /** Time of the next fill of a hedge; Infinity when none is worked. */
  get nextTimeNs(): number {
    return this.hedges.nextTime;
  }

  midAt(timeNs: number): number {
    const { initialMid, volatilityBpsPerSqrtSecond } = this.parameters;
    const noise = volatilityBpsPerSqrtSecond === 0 ? 0 : volatilityBpsPerSqrtSecond * this.path.at(timeNs);
    return initialMid * exp((noise + this.drifts.at(timeNs)) / BPS);
  }

  hedge(timeNs: number, { dealer, side, quantity, overSeconds }: HedgeOrder): void {
    const impactBps = this.parameters.hedgeImpactBps * sqrt(quantity / this.standardQuantity);
    const row = this.hedges.post(timeNs + round(overSeconds * 1e9));
    this.hedges.fields[row] = dealer;
    this.hedges.fields[row + 1] = side;
    this.hedges.fields[row + 2] = quantity;
    this.hedges.fields[row + 3] = this.midAt(timeNs);
    this.drifts.add(timeNs, side * impactBps, overSeconds * 1e9);
  }

  drift(timeNs: number, _cause: DriftCause, bps: number, overSeconds: number): void {
    this.drifts.add(timeNs, bps, overSeconds * 1e9);
  }

  /** The hedge whose end comes next is filled. */
  step(): void {
    const { hedges } = this;
    const timeNs = hedges.nextTime;
    const row = hedges.take();
    const dealer = hedges.fields[row]!;
    const side = hedges.fields[row + 1]! > 0 ? 1 : -1;
    const quantity = hedges.fields[row + 2]!;
    const mid = (hedges.fields[row + 3]! + this.midAt(timeNs)) / 2;
    hedges.release(row);
    this.onFill(timeNs, dealer, side, quantity, mid * (1 + (side * this.parameters.hedgeHalfSpreadBps) / BPS));
  }
}

export const checkDiffusiveMarket = (market: DiffusiveMarketParameters): Verdict =>
  firstOf(
    mustBePositive('market.initialMid', market.initialMid),
    mustNotBeNegative('market.volatilityBpsPerSqrtSecond', market.volatilityBpsPerSqrtSecond),
    mustNotBeNegative('market.hedgeImpactBps', market.hedgeImpactBps),
    mustNotBeNegative('market.hedgeHalfSpreadBps', market.hedgeHalfSpreadBps),
  );
