/**
 * Pinball loss in bps of stating that an outcome lies at or below `quantileBps` with `probability` (Koenker and Bassett
 * 1978): its expectation is least at the true quantile.
 */
export const pinballLossBps = (outcomeBps: number, quantileBps: number, probability: number): number => {
  const aboveBps = outcomeBps - quantileBps;
  return Math.max(probability * aboveBps, (probability - 1) * aboveBps);
};

/** Mean pinball loss in bps over the stated quantiles [K] at `probabilities` [K]. */
export const meanPinballLossBps = (
  outcomeBps: number,
  quantilesBps: readonly number[],
  probabilities: readonly number[],
): number => {
  let sum = 0;
  for (const [k, probability] of probabilities.entries()) {
    sum += pinballLossBps(outcomeBps, quantilesBps[k]!, probability);
  }
  return sum / probabilities.length;
};
