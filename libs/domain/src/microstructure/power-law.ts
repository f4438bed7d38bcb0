/** The search for an exponent ends here: outside lies nothing that anybody has seen in a market. */
export const LEAST_EXPONENT = -1;
export const MOST_EXPONENT = 3;

const GRID_STEPS = 40;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
const PRECISION = 1e-6;

export interface PowerLaw {
  readonly exponent: number;
  /** The value at x = 1. */
  readonly level: number;
}

/**
 * `y = level x^exponent` by weighted least squares in y, the exponent in [-1, 3]: for each exponent the level follows in
 * closed form, so the search is over one number, on a grid first (there may be two valleys), then by golden section. Points
 * whose x or y is NaN do not count.
 */
export const fitPowerLaw = (x: readonly number[], y: readonly number[], weights: readonly number[]): PowerLaw => {
  const logX = x.map(Math.log);
  const at = (exponent: number): { readonly level: number; readonly loss: number } => {
    let [xx, xy, yy] = [0, 0, 0];
    for (let i = 0; i < y.length; i += 1) {
      const [value, weight] = [y[i]!, weights[i]!];
      if (Number.isNaN(value) || Number.isNaN(logX[i]!)) continue;
      const basis = Math.exp(exponent * logX[i]!);
      xx += weight * basis * basis;
      xy += weight * basis * value;
      yy += weight * value * value;
    }
    return { level: xy / xx, loss: yy - (xy * xy) / xx };
  };
  const step = (MOST_EXPONENT - LEAST_EXPONENT) / GRID_STEPS;
  const grid = Array.from({ length: GRID_STEPS + 1 }, (_, i) => at(LEAST_EXPONENT + i * step).loss);
  const best = LEAST_EXPONENT + grid.indexOf(Math.min(...grid)) * step;
  let low = Math.max(LEAST_EXPONENT, best - step);
  let high = Math.min(MOST_EXPONENT, best + step);
  while (high - low > PRECISION) {
    const left = high - GOLDEN * (high - low);
    const right = low + GOLDEN * (high - low);
    if (at(left).loss < at(right).loss) high = right;
    else low = left;
  }
  const exponent = (low + high) / 2;
  return { exponent, level: at(exponent).level };
};
