import { err, normalQuantile, ok, type Result } from '#domain/core';
import {
  intervalsFault,
  invalidSchedule,
  proportionalSchedule,
  quantityFault,
  type InvalidSchedule,
  type Schedule,
} from './schedule.js';

/**
 * An order and its market, as in Almgren and Chriss, "Optimal execution of portfolio transactions", J. Risk 3(2), 2001. Money is
 * currency per unit; any unit of time does if all use it.
 */
export interface AlmgrenChrissOrder {
  /** X: units. */
  readonly quantity: number;
  /** T: in which they are to be traded. */
  readonly horizon: number;
  /** N: of equal length. */
  readonly intervals: number;
  /** sig: standard deviation of the price per square root of time. */
  readonly volatility: number;
  /** eps: fixed cost of a unit, half of the spread for example. */
  readonly fixedCost: number;
  /** gam: lasting move of the price per unit traded. */
  readonly permanentImpact: number;
  /** eta: passing move of the price per unit and time. */
  readonly temporaryImpact: number;
}

/** A point of the efficient frontier. */
export interface AlmgrenChrissTrajectory {
  /** lam. */
  readonly riskAversion: number;
  /** kappa: urgency, per time; 0 trades evenly. */
  readonly urgency: number;
  /** x_0 to x_N: units that are held at the ends of the intervals. */
  readonly holdings: readonly number[];
  /** E: expected shortfall against the arrival price, currency. */
  readonly expectedCost: number;
  /** Standard deviation of it, currency. */
  readonly costSd: number;
}

/**
 * `cosh(kappa tau) = 1 + lam sig^2 tau^2 / (2 etab)`, `x_j = X sinh(kappa (T - t_j)) / sinh(kappa T)`;
 * `E = gam X^2 / 2 + eps X + etab/tau sum n_k^2`, `Var = sig^2 tau sum x_k^2`, with `etab = eta - gam tau / 2`.
 *
 * `riskAversion` is per currency, from 0 on.
 */
export const almgrenChriss = (
  order: AlmgrenChrissOrder,
  riskAversion: number,
): Result<AlmgrenChrissTrajectory, InvalidSchedule> => {
  const fault = orderFault(order) ?? notNegativeFault('riskAversion', riskAversion);
  return fault === undefined ? ok(trajectory(order, riskAversion)) : err(fault);
};

/** The same in whole units. */
export const almgrenChrissSchedule = (
  order: AlmgrenChrissOrder,
  riskAversion: number,
): Result<Schedule, InvalidSchedule> => {
  const fault = quantityFault(order.quantity);
  if (fault !== undefined) return err(fault);
  // The shape does not depend on the quantity, so that it is there for a quantity of 0, too.
  const path = almgrenChriss({ ...order, quantity: 1 }, riskAversion);
  if (!path.ok) return path;
  const { holdings } = path.value;
  const trades = holdings.slice(1).map((held, k) => Math.max(0, holdings[k]! - held));
  return proportionalSchedule(order.quantity, trades, 'holdings');
};

/** Trajectories of least cost for their risk, one per risk aversion. */
export const efficientFrontier = (
  order: AlmgrenChrissOrder,
  riskAversions: readonly number[],
): Result<readonly AlmgrenChrissTrajectory[], InvalidSchedule> => {
  const at = riskAversions.findIndex((riskAversion) => !isNotNegative(riskAversion));
  const fault = orderFault(order) ?? (at < 0 ? undefined : notNegativeFault(`riskAversions.${at}`, riskAversions[at]!));
  return fault === undefined ? ok(riskAversions.map((riskAversion) => trajectory(order, riskAversion))) : err(fault);
};

/** L-VaR: the cost that is not exceeded with a probability, `E + z_p sd`, currency. */
export const liquidityValueAtRisk = (
  { expectedCost, costSd }: Pick<AlmgrenChrissTrajectory, 'expectedCost' | 'costSd'>,
  probability: number,
): number => expectedCost + normalQuantile(probability) * costSd;

const SEARCH_STEPS = 100;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Urgencies searched, as `kappa T`: from next to even to all in a moment. */
const LOG_URGENCY_LOW = Math.log(1e-4);
const LOG_URGENCY_HIGH = Math.log(1e3);

/** The trajectory of least L-VaR at a probability within [.5, 1), by golden section over the urgency. */
export const leastValueAtRisk = (
  order: AlmgrenChrissOrder,
  probability: number,
): Result<AlmgrenChrissTrajectory, InvalidSchedule> => {
  const fault =
    orderFault(order) ??
    (probability >= 0.5 && probability < 1
      ? undefined
      : invalidSchedule('probability', 'within [0.5, 1)', probability));
  if (fault !== undefined) return err(fault);
  const even = trajectory(order, 0);
  if (order.volatility === 0 || probability === 0.5) return ok(even);
  const at = (logUrgency: number): AlmgrenChrissTrajectory => trajectory(order, riskAversionOf(order, logUrgency));
  const loss = (logUrgency: number): number => liquidityValueAtRisk(at(logUrgency), probability);
  let [low, high] = [LOG_URGENCY_LOW, LOG_URGENCY_HIGH];
  for (let step = 0; step < SEARCH_STEPS; step += 1) {
    const left = high - GOLDEN * (high - low);
    const right = low + GOLDEN * (high - low);
    if (loss(left) < loss(right)) high = right;
    else low = left;
  }
  return ok(at((low + high) / 2));
};

/** lam with a given urgency: `2 etab (cosh(kappa tau) - 1) / (sig tau)^2`. */
const riskAversionOf = (order: AlmgrenChrissOrder, logUrgency: number): number => {
  const tau = order.horizon / order.intervals;
  const kappaTau = Math.exp(logUrgency) / order.intervals;
  // cosh(x) - 1 = 2 sinh^2(x/2), which does not lose a small x.
  return (4 * passingImpact(order) * Math.sinh(kappaTau / 2) ** 2) / (order.volatility * tau) ** 2;
};

const trajectory = (order: AlmgrenChrissOrder, riskAversion: number): AlmgrenChrissTrajectory => {
  const { quantity, horizon, intervals, volatility, fixedCost, permanentImpact } = order;
  const tau = horizon / intervals;
  const etab = passingImpact(order);
  const half = (riskAversion * (volatility * tau) ** 2) / (4 * etab);
  const urgency = (2 * Math.asinh(Math.sqrt(half))) / tau;
  const holdings = Array.from({ length: intervals + 1 }, (_, j) => quantity * share(urgency, horizon, j / intervals));
  let [trades, risks] = [0, 0];
  for (let k = 1; k <= intervals; k += 1) {
    trades += (holdings[k - 1]! - holdings[k]!) ** 2;
    risks += holdings[k]! ** 2;
  }
  return {
    riskAversion,
    urgency,
    holdings,
    expectedCost: (permanentImpact * quantity ** 2) / 2 + fixedCost * quantity + (etab / tau) * trades,
    costSd: volatility * Math.sqrt(tau * risks),
  };
};

/** etab. */
const passingImpact = ({ temporaryImpact, permanentImpact, horizon, intervals }: AlmgrenChrissOrder): number =>
  temporaryImpact - (permanentImpact * horizon) / intervals / 2;

/** `sinh(kappa (T - t)) / sinh(kappa T)` at t = x T, by exponentials that cannot overflow. */
const share = (urgency: number, horizon: number, x: number): number => {
  const total = urgency * horizon;
  if (total < 1e-9) return 1 - x;
  return (Math.exp(-total * x) * Math.expm1(-2 * total * (1 - x))) / Math.expm1(-2 * total);
};

const isNotNegative = (value: number): boolean => value >= 0 && value < Infinity;

const notNegativeFault = (field: string, value: number): InvalidSchedule | undefined =>
  isNotNegative(value) ? undefined : invalidSchedule(field, 'zero or positive, and finite', value);

const orderFault = (order: AlmgrenChrissOrder): InvalidSchedule | undefined => {
  const { quantity, horizon, intervals, volatility, fixedCost, permanentImpact, temporaryImpact } = order;
  const etabFault = (): InvalidSchedule | undefined =>
    passingImpact(order) > 0
      ? undefined
      : invalidSchedule('temporaryImpact', 'above permanentImpact x horizon / intervals / 2', temporaryImpact);
  return (
    notNegativeFault('quantity', quantity) ??
    (horizon > 0 && horizon < Infinity ? undefined : invalidSchedule('horizon', 'positive and finite', horizon)) ??
    intervalsFault(intervals) ??
    notNegativeFault('volatility', volatility) ??
    notNegativeFault('fixedCost', fixedCost) ??
    notNegativeFault('permanentImpact', permanentImpact) ??
    notNegativeFault('temporaryImpact', temporaryImpact) ??
    etabFault()
  );
};
