/**
 * Refusals of the numbers that enter a formula. Each throws a RangeError that names the variable; NaN and the
 * infinities are refused by every one of them.
 */

export const requirePositive = (name: string, value: number): void => {
  if (!(value > 0 && value < Infinity)) refuse(name, 'positive and finite', value);
};

export const requireNotNegative = (name: string, value: number): void => {
  if (!(value >= 0 && value < Infinity)) refuse(name, 'zero or positive, and finite', value);
};

/** Within [low, high]. */
export const requireWithin = (name: string, value: number, low: number, high: number): void => {
  if (!(value >= low && value <= high)) refuse(name, `within [${low}, ${high}]`, value);
};

const refuse = (name: string, expected: string, value: number): never => {
  throw new RangeError(`${name} must be ${expected}, got ${value}`);
};
