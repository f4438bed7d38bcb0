import { BPS, sideSign } from '#domain/core';
import { type Observation } from './policy.js';

/** What is normal for the instrument, known before the order is begun. */
export interface NormalMarket {
  readonly spreadBps: number;
  /** Displayed at the best price of one side. */
  readonly topUnits: number;
  /** Standard deviation of the mid in bps over a second; over t seconds it is that times the root of t. */
  readonly volatilityBps: number;
}

/** The state of the market as ratios to what is normal, and what own fills and own presence seem to cost. */
export interface MarketSignals {
  readonly spreadRatio: number;
  /** Of the displayed sizes. */
  readonly depthRatio: number;
  readonly volatilityRatio: number;
  /** Mean move of the mid against own passive fills by the next decision, bps: positive where those who trade with us know more. */
  readonly toxicityBps: number;
  /** Against the order since its arrival, bps. */
  readonly adverseMoveBps: number;
}

/** Times in which half of what was seen is forgotten. */
const SPREAD_HALF_LIFE_SECONDS = 120;
const VOLATILITY_HALF_LIFE_SECONDS = 300;
/** In units that were filled, as a share of the order. */
const TOXICITY_HALF_LIFE = 0.05;

/**
 * Reads the signals off what a policy sees, decision by decision: exponentially weighted means of spread, displayed size and squared
 * moves of the mid, and the markout of fills of waiting orders, weighted by units. A market with one side only changes none of them.
 */
export class SignalReader {
  private spreadRatio = 1;
  private depthRatio = 1;
  private varianceRatio = 1;
  private toxicityBps = 0;
  private adverseMoveBps = 0;
  private last: { readonly mid: number; readonly seconds: number; readonly filled: number; isWaiting: boolean } | null =
    null;

  constructor(private readonly normal: NormalMarket) {}

  /** The signals with what is seen now; to be called once for each decision. */
  read(observation: Observation): MarketSignals {
    const { bidTicks, askTicks, bidUnits, askUnits, elapsedSeconds } = observation;
    const mid = (bidTicks + askTicks) / 2;
    if (mid > 0) {
      const seconds = elapsedSeconds - (this.last?.seconds ?? elapsedSeconds);
      const spreadBps = ((askTicks - bidTicks) * BPS) / mid;
      // The first look replaces nothing: what is normal is what is believed until then.
      const kept = 2 ** (-seconds / SPREAD_HALF_LIFE_SECONDS);
      this.spreadRatio = mixed(kept, this.spreadRatio, spreadBps / this.normal.spreadBps);
      this.depthRatio = mixed(kept, this.depthRatio, (bidUnits + askUnits) / 2 / this.normal.topUnits);
      if (this.last !== null && seconds > 0) this.move(observation, mid, seconds);
      const { side, arrivalMidTicks, filled, resting } = observation;
      this.adverseMoveBps = (sideSign(side) * (mid - arrivalMidTicks) * BPS) / arrivalMidTicks;
      this.last = { mid, seconds: elapsedSeconds, filled, isWaiting: resting.length > 0 };
    }
    const { spreadRatio, depthRatio, varianceRatio, toxicityBps, adverseMoveBps } = this;
    return { spreadRatio, depthRatio, volatilityRatio: Math.sqrt(varianceRatio), toxicityBps, adverseMoveBps };
  }

  private move({ side, filled, quantity }: Observation, mid: number, seconds: number): void {
    const last = this.last!;
    const moveBps = ((mid - last.mid) * BPS) / last.mid;
    const kept = 2 ** (-seconds / VOLATILITY_HALF_LIFE_SECONDS);
    this.varianceRatio = mixed(kept, this.varianceRatio, moveBps ** 2 / (seconds * this.normal.volatilityBps ** 2));
    const units = filled - last.filled;
    if (!last.isWaiting || units <= 0) return;
    const weight = 2 ** (-units / (TOXICITY_HALF_LIFE * quantity));
    // A buyer regrets what he bought when the price falls after it.
    this.toxicityBps = mixed(weight, this.toxicityBps, -sideSign(side) * moveBps);
  }
}

const mixed = (kept: number, before: number, now: number): number => kept * before + (1 - kept) * now;
