const NORMAL_95 = 1.959_963_984_540_054;

/** Mean of independent values with its 95 % interval by the normal law. */
export const meanOf = (values) => {
  const n = values.length;
  const value = values.reduce((sum, one) => sum + one, 0) / n;
  const variance = values.reduce((sum, one) => sum + (one - value) ** 2, 0) / (n - 1);
  const reach = NORMAL_95 * Math.sqrt(variance / n);
  return { value, low: value - reach, high: value + reach, n };
};

export const average = (values) => values.reduce((sum, one) => sum + one, 0) / values.length;

export const range = (first, count) => Array.from({ length: count }, (_, i) => first + i);
