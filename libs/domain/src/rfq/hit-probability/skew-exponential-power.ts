import { integrate, logGamma, normalCdf, upperGamma, type Rng } from '#domain/core';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { abs, atan, cos, exp, log, max, PI, sign, sqrt } = Math;

/** Parameters of a skew exponential power distribution; in the hit model the unit is the reduced spread. */
export interface SkewExponentialPowerParameters {
  /** mu. */
  readonly location: number;
  /** sig, positive. */
  readonly scale: number;
  /** lam: positive leans to high values, 0 is symmetric. */
  readonly skewness: number;
  /** a, positive: 2 is the normal distribution, 1 the Laplace distribution, less has a sharper peak and fatter tails. */
  readonly shape: number;
}

/**
 * The skew exponential power distribution of Azzalini (reference 4): with `z = (y - mu)/sig`,
 *
 *     f = 2 Phi(w) f_EP,  w = sign(z) |z|^(a/2) lam sqrt(2/a),  f_EP = exp(-|z|^a / a) / (c sig),  c = 2 a^(1/a - 1) Gamma(1/a).
 *
 * Everything follows from `U = |z|^a / a`: U is a gamma variate of shape k = 1/a, and given U the sign is positive with
 * probability `Phi(lam sqrt(2U))`. That is how it is drawn, and the cdf is the tail of
 *
 *     P(U > u, sign +) = Q(k, u)/2 + Gamma(k + 1/2) / (sqrt(pi) Gamma(k)) int_0^atan(lam) cos^(2k-1)(t) Q(k + 1/2, u / cos^2 t) dt,
 *
 * the integral over the skewness of the derivative of Phi: as Owen's T does for the skew normal, over a finite range of a
 * smooth function. Without skewness it is the incomplete gamma function alone.
 */
export class SkewExponentialPower {
  private readonly k: number;
  private readonly logGammaK: number;
  private readonly logGammaKHalf: number;
  private readonly logPeak: number;
  private readonly angle: number;

  /** Throws RangeError naming the parameter that is not allowed. */
  constructor(readonly parameters: SkewExponentialPowerParameters) {
    const { location, scale, skewness, shape } = parameters;
    const refuse = (name: string, allowed: string, value: number): never => {
      throw new RangeError(`skew exponential power: ${name} must be ${allowed}, got ${value}`);
    };
    if (!Number.isFinite(location)) refuse('location', 'finite', location);
    if (!(scale > 0 && scale < Infinity)) refuse('scale', 'positive and finite', scale);
    if (!Number.isFinite(skewness)) refuse('skewness', 'finite', skewness);
    if (!(shape > 0 && shape < Infinity)) refuse('shape', 'positive and finite', shape);
    this.k = 1 / shape;
    this.logGammaK = logGamma(this.k);
    this.logGammaKHalf = logGamma(this.k + 0.5);
    this.logPeak = -log(2 * scale) - (this.k - 1) * log(shape) - this.logGammaK;
    this.angle = atan(abs(skewness));
  }

  /** f(y). */
  density(y: number): number {
    const { location, scale, skewness } = this.parameters;
    const z = (y - location) / scale;
    const u = this.power(z);
    const lean = skewness === 0 ? 1 : 2 * normalCdf(sign(z) * skewness * sqrt(2 * u));
    return lean * exp(this.logPeak - u);
  }

  /** F(y); absolute error below 1e-11. */
  cdf(y: number): number {
    const { location, scale, skewness } = this.parameters;
    const z = (y - location) / scale;
    const u = this.power(z);
    // The tail beyond |z|, whose own sign leans with or against the skewness.
    const leanOfTail = sign(skewness) * (z > 0 ? 1 : -1);
    const tail = upperGamma(this.k, u, this.logGammaK) / 2 + leanOfTail * this.skewedTail(u);
    return z > 0 ? 1 - tail : max(0, tail);
  }

  /** One draw. */
  draw(rng: Rng): number {
    const { location, scale, skewness, shape } = this.parameters;
    const u = drawGamma(this.k, rng);
    const isAbove = rng.uniform() < normalCdf(skewness * sqrt(2 * u));
    const distance = scale * (shape * u) ** this.k;
    return isAbove ? location + distance : location - distance;
  }

  /** U of a standardised value. */
  private power(z: number): number {
    const { shape } = this.parameters;
    return abs(z) ** shape / shape;
  }

  private skewedTail(u: number): number {
    if (this.angle === 0) return 0;
    const { k } = this;
    const factor = exp(this.logGammaKHalf - this.logGammaK) / sqrt(PI);
    const inside = (t: number): number => {
      const cosine = cos(t);
      return cosine ** (2 * k - 1) * upperGamma(k + 0.5, u / cosine ** 2, this.logGammaKHalf);
    };
    return factor * integrate(inside, 0, this.angle);
  }
}

/** Gamma variate of unit rate. Source: Marsaglia and Tsang, ACM Trans. Math. Softw. 26(3), 2000; below shape 1 by their power of a uniform. */
const drawGamma = (shape: number, rng: Rng): number => {
  if (shape < 1) return drawGamma(shape + 1, rng) * (1 - rng.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / sqrt(9 * d);
  for (;;) {
    const x = rng.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (log(1 - rng.uniform()) < 0.5 * x * x + d - d * v + d * log(v)) return d * v;
  }
};
