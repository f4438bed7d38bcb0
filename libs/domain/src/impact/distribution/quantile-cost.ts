/**
 * A cost in bps given by its quantiles q at probabilities p, the knots. Between knots the quantile function is linear in
 * the probability. Beyond the outer knots the tails are exponential, through the two outermost knots of each side:
 *
 * - above: `Q(u) = q_K + b ln((1 - p_K) / (1 - u))`, `b = (q_K - q_(K-1)) / ln((1 - p_(K-1)) / (1 - p_K))`;
 * - below: `Q(u) = q_1 - b ln(p_1 / u)`, `b = (q_2 - q_1) / ln(p_2 / p_1)`.
 *
 * Mean, standard deviation and expected shortfall are exact integrals of this function. Mean and expected shortfall at a
 * level up to p_(K-1) are sums of the knots; where the outer tails are three times apart, as .05 and .01 are, no weight is
 * negative, so that they never fall when no knot falls.
 *
 * Against a normal cost of standard deviation 1 with knots at .01 .05 .10 .25 .50 .75 .90 .95 .99: mean exact, standard
 * deviation 4 % too large, quantiles between .01 and .99 within .12 (the most near .975), expected shortfall at .95 within .09.
 */
export interface QuantileCost {
  readonly kind: 'QUANTILES';
  readonly meanBps: number;
  readonly sdBps: number;
  /** K >= 2, rising, in (0, 1). */
  readonly probabilities: readonly number[];
  /** K, never falling. */
  readonly quantilesBps: readonly number[];
}

/** Throws RangeError naming the knot when probabilities do not rise within (0, 1) or quantiles fall or are not finite. */
export const quantileCost = (probabilities: readonly number[], quantilesBps: readonly number[]): QuantileCost => {
  requireKnots(probabilities, quantilesBps);
  const meanBps = shortfallSum(probabilities, quantilesBps, 0);
  return {
    kind: 'QUANTILES',
    meanBps,
    sdBps: Math.sqrt(varianceAround(meanBps, probabilities, quantilesBps)),
    probabilities,
    quantilesBps,
  };
};

export const knotQuantileBps = ({ probabilities, quantilesBps }: QuantileCost, probability: number): number => {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`probability must lie in (0, 1), got ${probability}`);
  }
  return quantileAt(probabilities, quantilesBps, probability);
};

export const knotExceedance = ({ probabilities, quantilesBps }: QuantileCost, thresholdBps: number): number => {
  const last = probabilities.length - 1;
  if (thresholdBps < quantilesBps[0]!) {
    const depth = (quantilesBps[0]! - thresholdBps) / lowerScale(probabilities, quantilesBps);
    return 1 - probabilities[0]! * Math.exp(-depth);
  }
  if (thresholdBps >= quantilesBps[last]!) {
    const excess = thresholdBps - quantilesBps[last]!;
    const scale = upperScale(probabilities, quantilesBps);
    return scale === 0 ? 0 : (1 - probabilities[last]!) * Math.exp(-excess / scale);
  }
  let k = 0;
  while (quantilesBps[k + 1]! <= thresholdBps) k += 1;
  const share = (thresholdBps - quantilesBps[k]!) / (quantilesBps[k + 1]! - quantilesBps[k]!);
  return 1 - (probabilities[k]! + share * (probabilities[k + 1]! - probabilities[k]!));
};

export const knotShortfallBps = ({ probabilities, quantilesBps }: QuantileCost, probability: number): number => {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`probability must lie in (0, 1), got ${probability}`);
  }
  const last = probabilities.length - 1;
  if (probability >= probabilities[last]!) {
    return quantileAt(probabilities, quantilesBps, probability) + upperScale(probabilities, quantilesBps);
  }
  return shortfallSum(probabilities, quantilesBps, probability) / (1 - probability);
};

const quantileAt = (probabilities: readonly number[], quantilesBps: readonly number[], probability: number): number => {
  const last = probabilities.length - 1;
  if (probability <= probabilities[0]!) {
    return quantilesBps[0]! - lowerScale(probabilities, quantilesBps) * Math.log(probabilities[0]! / probability);
  }
  if (probability >= probabilities[last]!) {
    const tail = Math.log((1 - probabilities[last]!) / (1 - probability));
    return quantilesBps[last]! + upperScale(probabilities, quantilesBps) * tail;
  }
  let k = 0;
  while (probabilities[k + 1]! <= probability) k += 1;
  const share = (probability - probabilities[k]!) / (probabilities[k + 1]! - probabilities[k]!);
  return quantilesBps[k]! + share * (quantilesBps[k + 1]! - quantilesBps[k]!);
};

const lowerScale = (probabilities: readonly number[], quantilesBps: readonly number[]): number =>
  (quantilesBps[1]! - quantilesBps[0]!) / Math.log(probabilities[1]! / probabilities[0]!);

const upperScale = (probabilities: readonly number[], quantilesBps: readonly number[]): number => {
  const last = probabilities.length - 1;
  const decay = Math.log((1 - probabilities[last - 1]!) / (1 - probabilities[last]!));
  return (quantilesBps[last]! - quantilesBps[last - 1]!) / decay;
};

/** `integral of Q from u to 1`, for u below the highest knot; the whole integral at 0. */
const shortfallSum = (probabilities: readonly number[], quantilesBps: readonly number[], from: number): number => {
  const last = probabilities.length - 1;
  let sum = (1 - probabilities[last]!) * (quantilesBps[last]! + upperScale(probabilities, quantilesBps));
  for (let k = last; k > 0; k -= 1) {
    const start = probabilities[k - 1]!;
    if (start <= from) {
      const partly = quantileAt(probabilities, quantilesBps, Math.max(from, start));
      return sum + ((probabilities[k]! - from) * (partly + quantilesBps[k]!)) / 2;
    }
    sum += ((probabilities[k]! - start) * (quantilesBps[k - 1]! + quantilesBps[k]!)) / 2;
  }
  const [first] = probabilities as readonly [number];
  const scale = lowerScale(probabilities, quantilesBps);
  sum += first * (quantilesBps[0]! - scale);
  if (from === 0) return sum;
  return sum - from * (quantileAt(probabilities, quantilesBps, from) - scale);
};

const varianceAround = (mean: number, probabilities: readonly number[], quantilesBps: readonly number[]): number => {
  const last = probabilities.length - 1;
  let sum = probabilities[0]! * tailSquare(mean - quantilesBps[0]!, lowerScale(probabilities, quantilesBps));
  sum += (1 - probabilities[last]!) * tailSquare(quantilesBps[last]! - mean, upperScale(probabilities, quantilesBps));
  for (let k = 0; k < last; k += 1) {
    const a = quantilesBps[k]! - mean;
    const b = quantilesBps[k + 1]! - mean;
    sum += ((probabilities[k + 1]! - probabilities[k]!) * (a * a + a * b + b * b)) / 3;
  }
  return sum;
};

/** Mean of `(outward + X)^2` for an exponential X of this scale. */
const tailSquare = (outward: number, scale: number): number => outward * outward + 2 * scale * (outward + scale);

const requireKnots = (probabilities: readonly number[], quantilesBps: readonly number[]): void => {
  if (probabilities.length < 2 || probabilities.length !== quantilesBps.length) {
    throw new RangeError(
      `quantilesBps must be as many as probabilities and at least 2, got ${quantilesBps.length} for ${probabilities.length}`,
    );
  }
  let before = 0;
  let lower = -Infinity;
  for (let k = 0; k < probabilities.length; k += 1) {
    const p = probabilities[k]!;
    const q = quantilesBps[k]!;
    if (!(p > before && p < 1)) throw new RangeError(`probabilities.${k} must rise within (0, 1), got ${p}`);
    if (!(q >= lower && q < Infinity && q > -Infinity)) {
      throw new RangeError(`quantilesBps.${k} must be finite and not fall, got ${q}`);
    }
    before = p;
    lower = q;
  }
};
