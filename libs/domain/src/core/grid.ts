/**
 * The value `steps` whole steps from zero on a grid of ticks or lots. A decimal step such as 0.1 has no exact double, its
 * reciprocal has: three steps of 0.1 are 0.3 and not 0.30000000000000004.
 */
export const gridValue = (steps: number, step: number): number => {
  const perUnit = Math.round(1 / step);
  return Math.abs(perUnit * step - 1) < 1e-9 ? steps / perUnit : steps * step;
};
