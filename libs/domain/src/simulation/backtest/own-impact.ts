import { BPS } from '#domain/core';
import { PARAMETRIC_COEFFICIENTS, squareRootImpactBps } from '#domain/impact';
import { PropagatorOverlay } from '../flow/propagator/propagator-overlay.js';
import { type PropagatorParameters } from '../flow/propagator/propagator-parameters.js';

/** By how much our own executions have moved the market that we trade in away from the recorded one. Times never go back. */
export interface OwnImpact {
  /** We executed `units`, a buy above and a sale below zero. */
  executed(timeNs: number, units: number): void;
  /** bps of the mid, positive after buys. */
  shiftBps(timeNs: number): number;
}

/** The recorded market stays as it is whatever we do. */
export const NO_OWN_IMPACT: OwnImpact = { executed: () => undefined, shiftBps: () => 0 };

const NS_PER_SECOND = 1e9;

/** Every execution of ours, taken or posted, moves the market in its direction; the move decays by a power law. */
export class TransientImpact implements OwnImpact {
  private readonly overlay: PropagatorOverlay;
  private hasExecuted = false;

  constructor(parameters: PropagatorParameters) {
    this.overlay = new PropagatorOverlay(parameters);
  }

  executed(timeNs: number, units: number): void {
    this.hasExecuted = true;
    this.overlay.trade(timeNs / NS_PER_SECOND, units);
  }

  shiftBps(timeNs: number): number {
    return this.hasExecuted ? this.overlay.shiftBps(timeNs / NS_PER_SECOND) : 0;
  }
}

/** How own impact decays: `(1 + lag / onset)^-exponent`. */
export interface ImpactDecay {
  readonly decayExponent: number;
  readonly onsetSeconds: number;
}

/**
 * With an exponent of one half an order worked evenly moves the market as the square root of what is done; the onset is a
 * convention, far below the time in which orders are worked.
 */
export const DEFAULT_IMPACT_DECAY: ImpactDecay = { decayExponent: 0.5, onsetSeconds: 10 };

/** An order that is to move the market as the square-root law says. */
export interface ImpactAnchor {
  readonly quantityUnits: number;
  readonly horizonSeconds: number;
  /** Of volume per day, units, and of returns, as a fraction. */
  readonly averageDailyVolume: number;
  readonly dailyVolatility: number;
}

/**
 * The propagator of one order: worked evenly over its horizon it would move the mid, at its end, by
 * `Y sig sqrt(Q/V)` with the prefactor of the parametric model. The sum of a kernel `k (1 + l/l0)^-b` over an even rate Q/T is
 * `k Q/T l0/(1 - b) ((1 + T/l0)^(1 - b) - 1)`.
 */
export const anchoredPropagator = (
  { quantityUnits, horizonSeconds, averageDailyVolume, dailyVolatility }: ImpactAnchor,
  { decayExponent, onsetSeconds }: ImpactDecay = DEFAULT_IMPACT_DECAY,
): PropagatorParameters => {
  const { prefactor } = PARAMETRIC_COEFFICIENTS.squareRoot;
  const atEndBps = squareRootImpactBps({ dailyVolatility, sizeDays: quantityUnits / averageDailyVolume, prefactor });
  const long = 1 - decayExponent;
  const perRate = (onsetSeconds / long) * ((1 + horizonSeconds / onsetSeconds) ** long - 1);
  return { bpsPerUnit: atEndBps / ((quantityUnits / horizonSeconds) * perRate), decayExponent, onsetSeconds };
};

/** A shift in bps of a mid as a move of the price, in the mid's units. */
export const shiftOf = (shiftBps: number, mid: number): number => (shiftBps === 0 ? 0 : (shiftBps * mid) / BPS);
