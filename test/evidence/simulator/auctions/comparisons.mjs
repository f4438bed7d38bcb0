import { deviation } from '#domain/simulation';
import { figure } from '../../figure.mjs';

/** In standard errors: of a hundred comparisons that are right, one in 160 goes beyond. */
const FAR = 4;

/** What the simulation does, with its interval; what the formula says stands in the name's twin. */
export const compared = (name, unit, { formula, simulated }) => {
  const { value, low, high, n } = simulated;
  return [figure(name, unit, value, { low, high, n }), figure(`${name}_formula`, unit, formula)];
};

/** The farthest of many comparisons. */
export const farthest = (name, comparisons) =>
  figure(name, 'std errors', Math.max(...comparisons.map((one) => Math.abs(deviation(one)))), {
    n: comparisons.length,
    goal: FAR,
    better: 'lower',
  });
