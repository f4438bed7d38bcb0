import { solveQuadraticProgram } from './quadratic-program.js';

/**
 * What it costs, and how unsure that is, to trade a share `n_k` of an order in each of so many intervals. Bps of arrival, variances
 * in bps squared; `x_k` is the share that is left after interval k:
 *
 * `E = fixed + sum linear_k n_k + sum passing_k n_k^2 + n' transient n`, `Var = sum variance_k x_k^2` where a share is traded at the
 * start of its interval, and `sum variance_k (x_k^2 + x_k n_k + n_k^2 / 3)` where it is traded evenly within: what is open then falls
 * from `x_k + n_k` to `x_k` along a line.
 *
 * With even intervals, no `transient` part and trades at the start that is Almgren and Chriss (2001).
 */
export interface TrajectoryModel {
  /** Whatever the trajectory: the share of the permanent impact that the fills pay. */
  readonly fixedBps: number;
  /** Half of the spread, and where the price is expected to be by then. */
  readonly linearBps: Float64Array;
  /** If the whole order were traded in the interval. */
  readonly passingBps: Float64Array;
  /** Symmetric; absent where all impact that passes is gone by the next interval. */
  readonly transientBps?: readonly Float64Array[];
  readonly varianceBps2: Float64Array;
  readonly isWorkedEvenly: boolean;
}

/** Shares of the order with what they cost. */
export interface Trajectory {
  readonly shares: Float64Array;
  readonly expectedCostBps: number;
  readonly costSdBps: number;
}

/** What a trajectory costs; shares that sum to 1. */
export const trajectoryOf = (model: TrajectoryModel, shares: Float64Array): Trajectory => {
  const { fixedBps, linearBps, passingBps, transientBps, varianceBps2, isWorkedEvenly } = model;
  let [expected, variance, left] = [fixedBps, 0, 1];
  for (let k = 0; k < shares.length; k += 1) {
    const share = shares[k]!;
    expected += linearBps[k]! * share + passingBps[k]! * share ** 2;
    left -= share;
    variance += varianceBps2[k]! * (isWorkedEvenly ? left ** 2 + left * share + share ** 2 / 3 : left ** 2);
    const row = transientBps?.[k];
    if (row !== undefined) for (let i = 0; i < shares.length; i += 1) expected += share * row[i]! * shares[i]!;
  }
  return { shares, expectedCostBps: expected, costSdBps: Math.sqrt(variance) };
};

/** Least `E + riskAversion Var` (per bps) under caps on the shares, which sum to 1 at least. */
export const bestTrajectory = (model: TrajectoryModel, caps: Float64Array, riskAversion: number): Trajectory => {
  const shares = new Float64Array(caps.length);
  const open = [...caps.keys()].filter((k) => caps[k]! > 0);
  const capacity = open.reduce((sum, k) => sum + caps[k]!, 0);
  // Caps that leave no choice leave no inside for the method, either.
  if (capacity <= 1 + NO_CHOICE || open.length === 1) {
    for (const k of open) shares[k] = caps[k]! / capacity;
    return trajectoryOf(model, shares);
  }
  const curvature = curvatureOf(model, riskAversion);
  const traded = solveQuadraticProgram({
    hessian: open.map((k) => Float64Array.from(open, (other) => curvature(k, other))),
    linear: Float64Array.from(open, (k) => model.linearBps[k]!),
    upper: Float64Array.from(open, (k) => caps[k]!),
    total: 1,
  });
  open.forEach((k, i) => {
    shares[k] = traded[i]!;
  });
  return trajectoryOf(model, shares);
};

const NO_CHOICE = 1e-9;

/** Of `E + riskAversion Var`: what is left after interval k depends on every trade after it, and within it on its own trade. */
const curvatureOf = (
  { passingBps, transientBps, varianceBps2, isWorkedEvenly }: TrajectoryModel,
  riskAversion: number,
): ((k: number, other: number) => number) => {
  const before = new Float64Array(varianceBps2.length);
  for (let k = 1; k < before.length; k += 1) before[k] = before[k - 1]! + varianceBps2[k - 1]!;
  const within = (k: number, other: number): number =>
    isWorkedEvenly ? varianceBps2[Math.min(k, other)]! / (k === other ? 3 : 2) : 0;
  return (k, other) =>
    2 * riskAversion * (before[Math.min(k, other)]! + within(k, other)) +
    2 * (transientBps?.[k]?.[other] ?? 0) +
    (k === other ? 2 * passingBps[k]! : 0);
};
