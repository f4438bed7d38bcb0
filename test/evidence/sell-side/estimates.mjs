const NORMAL_95 = 1.959963984540054;

/** The mean of independent repetitions with its 95 % interval by the normal law. */
export const meanOf = (values) => {
  const n = values.length;
  const value = values.reduce((sum, x) => sum + x, 0) / n;
  const variance = values.reduce((sum, x) => sum + (x - value) ** 2, 0) / (n - 1);
  const reach = NORMAL_95 * Math.sqrt(variance / n);
  return { value, low: value - reach, high: value + reach };
};

/** The mean of one less the other, seed by seed. */
export const pairedMean = (values, others) => meanOf(values.map((x, i) => x - others[i]));

/** The value of a result that cannot fail here. */
export const valueOf = (result) => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
