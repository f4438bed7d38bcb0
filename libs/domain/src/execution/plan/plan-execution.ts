import { err, normalQuantile, ok, type Result } from '#domain/core';
import { cappedShares } from '../schedules/capped-shares.js';
import { wholeLots } from '../schedules/lots.js';
import { povTarget } from '../schedules/pov.js';
import { bestTrajectory, trajectoryOf, type Trajectory, type TrajectoryModel } from '../schedules/trajectory.js';
import { type ExecutionProblem, type InfeasiblePlan, type PlanFailure } from './execution-problem.js';
import { planGrid, planModel, type PlanGrid } from './plan-model.js';
import { auctionSlices, continuousSlices, type PlanSlice } from './plan-slices.js';
import { problemFault } from './problem-fault.js';

/** A parent order cut into slices, with what that is expected to cost: plain data. */
export interface ExecutionPlan {
  /** In the order of their times; quantities sum to the order's. */
  readonly slices: readonly PlanSlice[];
  /** Of what is traded outside of auctions, bps of arrival, positive is worse. */
  readonly expectedCostBps: number;
  readonly costSdBps: number;
}

/** A point of the frontier of cost and risk under the caps of a problem. */
export interface FrontierPoint {
  /** Per bps. */
  readonly riskAversion: number;
  readonly expectedCostBps: number;
  readonly costSdBps: number;
  /** L-VaR: the cost that is not exceeded with the frontier's probability, `E + z_p sd`. */
  readonly valueAtRiskBps: number;
  /** Share of the order that is done by the end of each interval. */
  readonly doneShares: readonly number[];
}

export interface Frontier {
  readonly probability: number;
  /** One per risk aversion, in their order. */
  readonly points: readonly FrontierPoint[];
  readonly leastValueAtRisk: FrontierPoint;
}

/**
 * The plan of a parent order. Auctions get their part by volume, within their caps; the rest is paced by the strategy over the intervals, within
 * the participation cap and not within an event's pause; whole lots, which sum to the order exactly.
 *
 * Refuses by field: what is impossible (`INVALID_SCHEDULE`: a horizon in the past, a participation above 1, a kernel whose matrix is
 * singular) and what does not fit (`INFEASIBLE_PLAN`: the caps or the rate of a POV leave no room, with the least rate that would).
 */
export const planExecution = (problem: ExecutionProblem): Result<ExecutionPlan, PlanFailure> => {
  const prepared = prepare(problem);
  if (!prepared.ok) return prepared;
  const { grid, model, capLots, auctionLots, lots } = prepared.value;
  const caps = Float64Array.from(capLots, (cap) => cap / lots);
  const shares = strategyShares(problem, grid, model, caps, lots);
  if (!shares.ok) return shares;
  const slices = lots === 0 ? capLots.map(() => 0) : wholeLots(lots, shares.value, capLots);
  const traded = trajectoryOf(
    model,
    Float64Array.from(slices, (slice) => (lots === 0 ? 1 / slices.length : slice / lots)),
  );
  const units = slices.map((slice) => slice * problem.lotSize);
  return ok({
    slices: [
      ...continuousSlices(problem, grid, model, units),
      ...auctionSlices(
        problem,
        auctionLots.map((slice) => slice * problem.lotSize),
      ),
    ].sort((a, b) => a.fromSeconds - b.fromSeconds || a.toSeconds - b.toSeconds),
    expectedCostBps: traded.expectedCostBps,
    costSdBps: traded.costSdBps,
  });
};

/**
 * The efficient frontier of a problem, whatever its strategy: one point per risk aversion (per bps, from 0 on), and the point of least
 * L-VaR at a probability within [0.5, 1).
 */
export const frontier = (
  problem: ExecutionProblem,
  riskAversions: readonly number[],
  probability: number,
): Result<Frontier, PlanFailure> => {
  const probed = prepare({ ...problem, strategy: { kind: 'LEAST_VALUE_AT_RISK', probability } });
  if (!probed.ok) return probed;
  const { model, capLots, lots } = probed.value;
  const at = riskAversions.findIndex((aversion) => !(aversion >= 0 && aversion < Infinity));
  if (at >= 0) {
    const [field, allowed] = [`riskAversions.${at}`, 'zero or positive, and finite'];
    return err({
      code: 'INVALID_SCHEDULE',
      field,
      allowed,
      message: `${field} must be ${allowed}, got ${riskAversions[at]}`,
    });
  }
  const caps = Float64Array.from(capLots, (cap) => (lots === 0 ? 1 : cap / lots));
  const least = leastRiskAversion(model, caps, probability);
  const point = (riskAversion: number): FrontierPoint =>
    frontierPoint(bestTrajectory(model, caps, riskAversion), riskAversion, probability);
  return ok({ probability, points: riskAversions.map(point), leastValueAtRisk: point(least) });
};

const frontierPoint = (
  { shares, expectedCostBps, costSdBps }: Trajectory,
  riskAversion: number,
  probability: number,
): FrontierPoint => {
  let done = 0;
  return {
    riskAversion,
    expectedCostBps,
    costSdBps,
    valueAtRiskBps: expectedCostBps + normalQuantile(probability) * costSdBps,
    doneShares: Array.from(shares, (share) => (done += share)),
  };
};

interface Prepared {
  readonly grid: PlanGrid;
  readonly model: TrajectoryModel;
  /** By interval, whole lots. */
  readonly capLots: readonly number[];
  readonly auctionLots: readonly number[];
  /** What is left for the intervals. */
  readonly lots: number;
}

const prepare = (problem: ExecutionProblem): Result<Prepared, PlanFailure> => {
  const fault = problemFault(problem);
  if (fault !== undefined) return err(fault);
  const grid = planGrid(problem);
  const model = planModel(problem, grid);
  if (!model.ok) return model;
  const all = problem.quantity / problem.lotSize;
  const auctionLots = lotsInAuctions(problem, grid, all);
  const lots = all - auctionLots.reduce((sum, units) => sum + units, 0);
  const capLots = capsAt(problem, grid, problem.participationRateMax, lots);
  const room = capLots.reduce((sum, cap) => sum + cap, 0);
  if (room < lots) return err(infeasible(problem, grid, room * problem.lotSize, lots * problem.lotSize));
  return ok({ grid, model: model.value, capLots, auctionLots, lots });
};

/** By interval: so many lots that own units are a share `rate` of all. */
const capsAt = (
  { lotSize }: ExecutionProblem,
  { othersUnits, isPaused }: PlanGrid,
  rate: number,
  lots: number,
): readonly number[] =>
  othersUnits.map((others, k) =>
    isPaused[k]! ? 0 : rate === 1 ? lots : Math.min(lots, Math.floor((others * rate) / (1 - rate) / lotSize)),
  );

/** Each auction's part of the order is its part of the volume, within its cap. */
const lotsInAuctions = (
  { auctions, lotSize }: ExecutionProblem,
  { othersUnits }: PlanGrid,
  lots: number,
): readonly number[] => {
  const volume = [...othersUnits, ...auctions.map(({ expectedVolume }) => expectedVolume)].reduce(
    (sum, v) => sum + v,
    0,
  );
  return auctions.map(({ expectedVolume, participationRateMax: rate }) => {
    const cap = rate === 1 ? Infinity : Math.floor((expectedVolume * rate) / (1 - rate) / lotSize);
    return Math.min(cap, Math.floor((lots * expectedVolume) / volume));
  });
};

const infeasible = (
  { participationRateMax }: ExecutionProblem,
  grid: PlanGrid,
  roomUnits: number,
  units: number,
): InfeasiblePlan => {
  return {
    code: 'INFEASIBLE_PLAN',
    field: 'participationRateMax',
    message: `participationRateMax: ${participationRateMax} leaves room for ${roomUnits} of ${units} units`,
    allowed: `above ${leastRate(grid, units).toPrecision(4)}, a later finish, or a smaller quantity`,
  };
};

const strategyShares = (
  problem: ExecutionProblem,
  grid: PlanGrid,
  model: TrajectoryModel,
  caps: Float64Array,
  lots: number,
): Result<Float64Array, InfeasiblePlan> => {
  const { strategy, lotSize, passiveFillShare } = problem;
  const ones = grid.othersUnits.map(() => 1);
  switch (strategy.kind) {
    case 'TWAP':
      return ok(cappedShares(ones, caps));
    case 'VWAP':
      return ok(cappedShares(grid.othersUnits, caps));
    case 'POV':
      return problem.rule === 1
        ? ok(soonest(targetsAt(strategy.participationRate, grid, lots * lotSize), caps))
        : pursued(problem, strategy.participationRate, grid, lots * lotSize, caps);
    case 'LIQUIDITY_SEEKING':
      return ok(
        soonest(
          grid.othersUnits.map((others, k) => (grid.isPaused[k]! ? 0 : (passiveFillShare * others) / (lots * lotSize))),
          caps,
        ),
      );
    case 'IMPLEMENTATION_SHORTFALL':
      return ok(bestTrajectory(model, caps, strategy.riskAversion).shares);
    case 'LEAST_VALUE_AT_RISK':
      return ok(bestTrajectory(model, caps, leastRiskAversion(model, caps, strategy.probability)).shares);
  }
};

/** Shares that keep a rate of all volume until the quantity is done, as soon as the caps allow; refused where the rate does not finish. */
const pursued = (
  problem: ExecutionProblem,
  rate: number,
  grid: PlanGrid,
  units: number,
  caps: Float64Array,
): Result<Float64Array, InfeasiblePlan> => {
  let [wanted, done] = [0, 0];
  const shares = Float64Array.from(targetsAt(rate, grid, units), (share, k) => {
    wanted += share;
    const now = Math.min(wanted - done, caps[k]!);
    done += now;
    return now;
  });
  return units === 0 || done >= 1 - NOTHING ? ok(shares) : err(tooSlow(problem, rate, grid, done * units, units));
};

const tooSlow = (
  { participationRateMax }: ExecutionProblem,
  rate: number,
  grid: PlanGrid,
  doneUnits: number,
  units: number,
): InfeasiblePlan => ({
  code: 'INFEASIBLE_PLAN',
  field: 'strategy.participationRate',
  message: `strategy.participationRate: ${rate}${rate > participationRateMax ? `, at most ${participationRateMax} at any time,` : ''} does ${Math.floor(doneUnits)} of ${units} units by the finish`,
  allowed: `above ${leastRate(grid, units).toPrecision(4)}, a later finish, or a smaller quantity`,
});

/** Of all volume outside of pauses, own included. */
const leastRate = ({ othersUnits, isPaused }: PlanGrid, units: number): number => {
  const volume = othersUnits.reduce((sum, others, k) => sum + (isPaused[k]! ? 0 : others), 0);
  return units / (units + volume);
};

/** Shares that keep a rate of all volume until the quantity is done. */
const targetsAt = (rate: number, { othersUnits }: PlanGrid, units: number): readonly number[] => {
  let [volume, done] = [0, 0];
  return othersUnits.map((others) => {
    volume += others;
    const target = povTarget(units, rate, volume);
    const share = (target - done) / units;
    done = target;
    return share;
  });
};

/** The wanted shares from the first interval on, as far as the caps allow, until all is done; what they leave is spread in proportion to the room. */
const soonest = (wanted: readonly number[], caps: Float64Array): Float64Array => {
  let left = 1;
  const shares = Float64Array.from(wanted, (share, k) => {
    const now = Math.min(left, share, caps[k]!);
    left -= now;
    return now;
  });
  if (left <= NOTHING) return shares;
  const room = caps.map((cap, k) => cap - shares[k]!);
  const more = cappedShares(
    room,
    room.map((units) => units / left),
  );
  return shares.map((share, k) => share + left * more[k]!);
};

const NOTHING = 1e-12;

const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Of the logarithm of the risk aversion that is searched for. */
const LOG_AVERSION_TOLERANCE = 1e-6;
/** Risk aversions searched, per bps. */
const LOG_AVERSION_LOW = Math.log(1e-8);
const LOG_AVERSION_HIGH = Math.log(1e3);

/** That of least `E + z_p sd`, by golden section over its logarithm. */
const leastRiskAversion = (model: TrajectoryModel, caps: Float64Array, probability: number): number => {
  if (probability === 0.5) return 0;
  const z = normalQuantile(probability);
  const loss = (log: number): number => {
    const { expectedCostBps, costSdBps } = bestTrajectory(model, caps, Math.exp(log));
    return expectedCostBps + z * costSdBps;
  };
  let [low, high] = [LOG_AVERSION_LOW, LOG_AVERSION_HIGH];
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [leftLoss, rightLoss] = [loss(left), loss(right)];
  while (high - low > LOG_AVERSION_TOLERANCE) {
    if (leftLoss < rightLoss) {
      [high, right, rightLoss] = [right, left, leftLoss];
      left = high - GOLDEN * (high - low);
      leftLoss = loss(left);
    } else {
      [low, left, leftLoss] = [left, right, rightLoss];
      right = low + GOLDEN * (high - low);
      rightLoss = loss(right);
    }
  }
  return Math.exp((low + high) / 2);
};
