import { type PropagatorParameters } from './propagator-parameters.js';

/** Step of the quadrature in ln x, and its range: relative error of the kernel below 1e-3 up to lags of 1e6 onsets. */
const STEP = 0.5;
const LOG_LOW = -22;
const LOG_HIGH = 5;

/**
 * The sum of what is left of all trades so far, at a constant cost per trade: the power law is a mixture of exponentials,
 * `(1 + l/l0)^-beta = 1/Gamma(beta) int x^(beta - 1) e^-x e^(-x l/l0) dx`, summed here over a grid in ln x and scaled to 1 at
 * lag 0.
 *
 * Expects parameters that `checkPropagator` finds nothing wrong with. Times never go back.
 */
export class PropagatorOverlay {
  private readonly bpsPerUnit: number;
  private readonly weights: Float64Array;
  private readonly rates: Float64Array;
  private readonly parts: Float64Array;
  private atSeconds = 0;

  constructor({ bpsPerUnit, decayExponent, onsetSeconds }: PropagatorParameters) {
    this.bpsPerUnit = bpsPerUnit;
    // What decays slower than the last node stays: the geometric series of all nodes below it, at a rate of 0.
    const slower = Math.exp(decayExponent * LOG_LOW) / Math.expm1(decayExponent * STEP);
    const nodes = Array.from({ length: 1 + (LOG_HIGH - LOG_LOW) / STEP }, (_, i) => Math.exp(LOG_LOW + i * STEP));
    const density = [slower, ...nodes.map((x) => x ** decayExponent * Math.exp(-x))];
    const total = density.reduce((sum, value) => sum + value, 0);
    this.rates = Float64Array.of(0, ...nodes.map((x) => x / onsetSeconds));
    this.weights = Float64Array.from(density, (value) => value / total);
    this.parts = new Float64Array(density.length);
  }

  /** Own trade of so many units at a time, positive for a buy. */
  trade(seconds: number, signedUnits: number): void {
    this.goTo(seconds);
    const kick = this.bpsPerUnit * signedUnits;
    for (let k = 0; k < this.parts.length; k += 1) this.parts[k]! += kick * this.weights[k]!;
  }

  /** By how much the price is moved at a time, bps. */
  shiftBps(seconds: number): number {
    this.goTo(seconds);
    let sum = 0;
    for (const part of this.parts) sum += part;
    return sum;
  }

  private goTo(seconds: number): void {
    const elapsed = seconds - this.atSeconds;
    if (elapsed <= 0) return;
    for (let k = 0; k < this.parts.length; k += 1) this.parts[k]! *= Math.exp(-this.rates[k]! * elapsed);
    this.atSeconds = seconds;
  }
}
