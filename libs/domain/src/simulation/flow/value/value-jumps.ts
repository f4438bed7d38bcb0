import { BPS, type Rng } from '#domain/core';
import { ASK, BID } from '#domain/market-data';
import { firstOf, mustNotBeNegative, type Verdict } from '../../impossible-parameters.js';
import { type FlowDesk, type FlowSource } from '../flow-source.js';

/** Jumps of value that no order caused. Queues alone give about a third of real volatility (reference 8); these give the rest. */
export interface JumpParameters {
  readonly jumpsPerSecond: number;
  /** Standard deviation of a jump, bps. */
  readonly sdBps: number;
}

export const checkJumps = ({ jumpsPerSecond, sdBps }: JumpParameters, field = 'jumps'): Verdict =>
  firstOf(mustNotBeNegative(`${field}.jumpsPerSecond`, jumpsPerSecond), mustNotBeNegative(`${field}.sdBps`, sdBps));

/** By how much the size of jumps is scaled now: by the time of day and by news that is near. */
export type VolatilityFactor = () => number;

/**
 * Exogenous jumps at Poisson times, normal in bps. What is assumed: a jump is public. Everybody whose order it has passed withdraws
 * it before anybody trades with it, except owners from `slowFrom` on, who hear of it later: what they left behind is taken at its
 * price. Makers move what they think is fair; the book fills up again around the new price.
 */
export class ValueJumps implements FlowSource {
  nextSeconds: number;

  constructor(
    private readonly parameters: JumpParameters,
    private readonly slowFrom: number,
    private readonly factor: VolatilityFactor,
    private readonly shiftMakers: (ticks: number) => void,
    private readonly rng: Rng,
  ) {
    this.nextSeconds = parameters.jumpsPerSecond === 0 ? Infinity : rng.exponential(parameters.jumpsPerSecond);
  }

  act(desk: FlowDesk): void {
    this.jump(desk, this.parameters.sdBps * this.factor() * this.rng.normal());
    this.nextSeconds += this.rng.exponential(this.parameters.jumpsPerSecond);
  }

  /** Value jumps by so many bps of the mid. */
  jump(desk: FlowDesk, jumpBps: number): void {
    const mid = desk.best.midTicks;
    const ticks = mid * Math.expm1(jumpBps / BPS);
    this.shiftMakers(ticks);
    if (ticks > 0) this.clear(desk, 1, mid + ticks);
    else this.clear(desk, -1, mid + ticks);
  }

  /** Takes what rests between the mid and a value out of its way. */
  private clear(desk: FlowDesk, sign: 1 | -1, valueTicks: number): void {
    const { book } = desk;
    const [passed, taker] = sign > 0 ? ([ASK, BID] as const) : ([BID, ASK] as const);
    for (;;) {
      const priceTicks = book.bestTicks(passed);
      if (!(sign * (valueTicks - priceTicks) > 0)) return;
      const orderId = book.frontOrder(passed, priceTicks);
      const owner = book.ownerOf(orderId);
      if (owner < this.slowFrom) desk.cancel(owner, orderId);
      else desk.take(NEWS_TRADER, taker, book.unitsOpen(orderId), priceTicks);
    }
  }
}

/** Owner of the orders that take what was left behind. */
const NEWS_TRADER = 0;
