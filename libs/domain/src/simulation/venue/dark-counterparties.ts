import { type Rng } from '#domain/core';
import { ASK, BID, type BookSide } from '#domain/market-data';
import { EventQueue } from '../clock/index.js';
import {
  firstOf,
  impossible,
  mustBePositive,
  mustBeWithin,
  mustNotBeNegative,
  type Verdict,
} from '../impossible-parameters.js';
import { ANONYMOUS, OrderType } from '../order-book/index.js';
import { type DarkPool } from './dark-pool.js';

export interface DarkCounterpartyParameters {
  /** Orders that come to the pool, of both sides together. */
  readonly arrivalsPerSecond: number;
  /** Sizes are geometric with this mean, in units. */
  readonly meanUnits: number;
  /** Each wants executions of at least this, or all that is left of it. */
  readonly leastUnits: number;
  /** Mean time, exponentially distributed, for which what does not trade at once waits; 0: it does not. */
  readonly meanWaitSeconds: number;
  /** Share of those who know where the price goes: the adverse selection. */
  readonly informedShare: number;
}

export const checkDarkCounterparties = (parameters: DarkCounterpartyParameters): Verdict =>
  firstOf(
    mustBePositive('arrivalsPerSecond', parameters.arrivalsPerSecond),
    parameters.meanUnits >= 1 && parameters.meanUnits < Infinity
      ? undefined
      : impossible('meanUnits', 'at least 1, and finite', parameters.meanUnits),
    Number.isInteger(parameters.leastUnits) && parameters.leastUnits >= 1
      ? undefined
      : impossible('leastUnits', 'a whole number from 1', parameters.leastUnits),
    mustNotBeNegative('meanWaitSeconds', parameters.meanWaitSeconds),
    mustBeWithin('informedShare', parameters.informedShare, 0, 1),
  );

const NS_PER_SECOND = 1e9;
/** Nobody of them minds the price of the mid. */
const ANY_BID = 2 ** 30 - 1;
const ANY_ASK = 1;

/**
 * The other members of a dark pool.
 *
 * Assumptions: they come as a Poisson process; an informed one knows the value and comes on the side that gains from it,
 * or not at all where the mid is right; all others take either side with equal chance, whatever the market does. They trade
 * at any mid. So an order that is alone on its side and takes anything fills with rate
 * `arrivals P(size >= least) ((1 - informed) / 2 + informed 1[value is against it])`, and if the value is off by J to either
 * side with equal chance, the mean move against it after a fill is `informed J`.
 */
export class DarkCounterparties {
  /** When the next one comes, nanoseconds. */
  private arrivalNs: number;
  /** Ids of those who wait, by when they leave. */
  private readonly leaving = new EventQueue();

  /** RangeError where the parameters are impossible. They come after `startNs`. */
  constructor(
    private readonly parameters: DarkCounterpartyParameters,
    startNs: number,
    private readonly rng: Rng,
  ) {
    const fault = checkDarkCounterparties(parameters);
    if (fault !== undefined) throw new RangeError(`DarkCounterparties: ${fault.message}`);
    this.arrivalNs = startNs + this.gapNs();
  }

  /** When somebody comes or leaves next. */
  get nextNs(): number {
    return Math.min(this.arrivalNs, this.leaving.nextTime);
  }

  /**
   * Lets happen what happens next; what it does is in the pool's `events`. `valueAboveMidTicks`: what the informed know.
   */
  act(pool: DarkPool, valueAboveMidTicks: number): void {
    if (this.leaving.nextTime <= this.arrivalNs) {
      const orderId = this.leaving.take();
      pool.events.clear();
      if (pool.unitsLeft(orderId) > 0) pool.cancel(orderId, ANONYMOUS);
      return;
    }
    const nowNs = this.arrivalNs;
    this.arrivalNs += this.gapNs();
    this.come(pool, nowNs, valueAboveMidTicks);
  }

  private come(pool: DarkPool, nowNs: number, valueAboveMidTicks: number): void {
    const { leastUnits, meanWaitSeconds, informedShare } = this.parameters;
    // All is drawn whatever comes of it: the same seed gives the same members to every desk.
    const isInformed = this.rng.uniform() < informedShare;
    const coin: BookSide = this.rng.uniform() < 0.5 ? BID : ASK;
    const units = this.units();
    const waitNs = meanWaitSeconds === 0 ? 0 : this.rng.exponential(1 / meanWaitSeconds) * NS_PER_SECOND;
    pool.events.clear();
    if (isInformed && !(Math.abs(valueAboveMidTicks) > 0)) return;
    const side = isInformed ? (valueAboveMidTicks > 0 ? BID : ASK) : coin;
    const limitTicks = side === BID ? ANY_BID : ANY_ASK;
    const type = waitNs > 0 ? OrderType.LIMIT : OrderType.IMMEDIATE_OR_CANCEL;
    const orderId = pool.issueId();
    pool.submit(orderId, ANONYMOUS, side, type, limitTicks, units, Math.min(leastUnits, units));
    if (pool.unitsLeft(orderId) > 0) this.leaving.schedule(nowNs + waitNs, orderId);
  }

  /** Geometric from 1 on. */
  private units(): number {
    const { meanUnits } = this.parameters;
    if (meanUnits === 1) return 1;
    return 1 + Math.floor(Math.log(1 - this.rng.uniform()) / Math.log(1 - 1 / meanUnits));
  }

  private gapNs(): number {
    return this.rng.exponential(this.parameters.arrivalsPerSecond) * NS_PER_SECOND;
  }
}
