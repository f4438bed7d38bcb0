import { ok, type Result } from '#domain/core';
import { povPolicy, schedulePolicy, type Placement, type PolicyFactory } from '#domain/execution';
import { schedulePace, type ScheduleName } from '../backtest/schedule-pace.js';
import { type ExecutionResult } from '../environment/execution-environment.js';
import { checkTask, type ExecutionTask } from '../environment/execution-task.js';
import { runPolicy } from '../environment/run-policy.js';
import { branchingRatio, type HawkesParameters } from '../flow/hawkes/hawkes-parameters.js';
import { cancelRate } from '../flow/zero-intelligence/zero-intelligence-rates.js';
import {
  firstOf,
  impossible,
  mustBeBetween,
  mustBeWithin,
  under,
  type ImpossibleParameters,
  type Verdict,
} from '../impossible-parameters.js';
import { checkMarket, type MarketParameters } from '../market/market-parameters.js';
import { type AlternativeResult } from './seed-result.js';

/** A schedule and how its children are placed. */
export interface ExecutionPolicy {
  readonly schedule: ScheduleName;
  readonly placement: Placement;
  /** Of POV, and of no other: the order's share of all volume, own included, in (0, 1). */
  readonly participationRate?: number;
  /** Of ALMGREN_CHRISS, and of no other: `kappa T`, how often the holding would fall by a factor of e; 0 is even. */
  readonly urgency?: number;
}

/** One order worked by several policies in the market of agents. */
export interface ExecutionExperiment {
  readonly kind: 'EXECUTION';
  readonly market: MarketParameters;
  readonly task: ExecutionTask;
  /** The others are compared with the first. */
  readonly policies: readonly ExecutionPolicy[];
}

const POLICIES_MAX = 10;
/** Orders that the market of one seed may be expected to see, its policies together: about a minute of one core. */
const ORDERS_PER_SEED_MAX = 20_000_000;
const RESTING_ORDERS_MAX = 1_000_000;
const URGENCY_MAX = 50;

/** What makes an experiment impossible, or too much for one seed; by the path of the parameter. */
export const checkExecution = ({ market, task, policies }: ExecutionExperiment): Verdict =>
  firstOf(
    under('market', checkMarket(market)),
    checkTask(task, market),
    policies.length >= 1 && policies.length <= POLICIES_MAX
      ? undefined
      : impossible('policies', `a list of 1 to ${POLICIES_MAX}`, policies.length),
    ...policies.map((policy, i) => checkPolicy(`policies.${i}`, policy, policies.slice(0, i))),
  ) ?? checkWork(market, task, policies.length);

const checkPolicy = (field: string, policy: ExecutionPolicy, before: readonly ExecutionPolicy[]): Verdict =>
  firstOf(
    checkOwn(`${field}.participationRate`, policy.participationRate, policy.schedule, 'POV', (path, rate) =>
      mustBeBetween(path, rate, 0, 1),
    ),
    checkOwn(`${field}.urgency`, policy.urgency, policy.schedule, 'ALMGREN_CHRISS', (path, urgency) =>
      mustBeWithin(path, urgency, 0, URGENCY_MAX),
    ),
    before.some((one) => policyName(one) === policyName(policy))
      ? impossible(field, 'another policy than those before it', policyName(policy))
      : undefined,
  );

/** A parameter that one schedule has and no other. */
const checkOwn = (
  field: string,
  value: number | undefined,
  schedule: ScheduleName,
  owner: ScheduleName,
  check: (field: string, value: number) => Verdict,
): Verdict => {
  if (schedule === owner) return check(field, value ?? NaN);
  return value === undefined ? undefined : impossible(field, `absent, as it is of ${owner} only`, value);
};

const checkWork = (market: MarketParameters, task: ExecutionTask, policies: number): Verdict => {
  const { limit } = market.liquidity;
  const resting = limit.reduce((sum, rate, i) => sum + (2 * rate) / cancelRate(market.liquidity, i + 1), 0);
  const seconds = market.warmUpSeconds + task.startSeconds + task.horizonSeconds;
  const orders = policies * (resting + seconds * ordersPerSecond(market));
  return firstOf(
    resting <= RESTING_ORDERS_MAX
      ? undefined
      : impossible('market', `one with at most ${RESTING_ORDERS_MAX} resting orders`, Math.round(resting)),
    orders <= ORDERS_PER_SEED_MAX
      ? undefined
      : impossible(
          'market',
          `one that sees at most ${ORDERS_PER_SEED_MAX} orders per seed over all policies`,
          Math.round(orders),
        ),
  );
};

/** Orders and cancellations that the flow is expected to send; makers look after every trade. */
const ordersPerSecond = ({ liquidity, hiddenOrders, makers, jumps }: MarketParameters): number => {
  const limits = 2 * liquidity.limit.reduce((sum, rate) => sum + rate, 0);
  const trades = 2 * liquidity.market + (hiddenOrders === undefined ? 0 : meanRate(hiddenOrders.arrivals));
  const looks = makers === undefined ? 0 : makers.count * (makers.looksPerSecond + trades);
  return 2 * limits + trades + 4 * looks + jumps.jumpsPerSecond;
};

/** Of one type: its closed form, which takes no longer the nearer the branching ratio is to 1. */
const meanRate = (arrivals: HawkesParameters): number => arrivals.baseline[0]! / (1 - branchingRatio(arrivals));

/** Works the task by each policy in the market of the same seed. Refuses what `checkExecution` does. */
export const runExecution = (
  { market, task, policies }: ExecutionExperiment,
  seed: number,
): Result<readonly AlternativeResult[], ImpossibleParameters> => {
  const results: AlternativeResult[] = [];
  for (const policy of policies) {
    const run = runPolicy(market, task, factoryOf(policy, market, task), seed);
    if (!run.ok) return run;
    results.push({ name: policyName(policy), hash: run.value.hash, figures: figuresOf(run.value, task) });
  }
  return ok(results);
};

/** As people say it: `POV 0.1, TAKE`. */
const policyName = ({ schedule, placement, participationRate, urgency }: ExecutionPolicy): string => {
  const own = participationRate ?? urgency;
  return `${schedule}${own === undefined ? '' : ` ${own}`}, ${placement}`;
};

/** Expects a policy and a task that `checkExecution` finds nothing wrong with. */
const factoryOf = (
  { schedule, placement, participationRate = NaN, urgency = NaN }: ExecutionPolicy,
  { sessionSeconds }: MarketParameters,
  { quantity, decisions, startSeconds, horizonSeconds }: ExecutionTask,
): PolicyFactory => {
  const pace = schedulePace(
    schedule,
    quantity,
    { intervals: decisions, participationRate, urgency },
    { fromSeconds: startSeconds, toSeconds: startSeconds + horizonSeconds, sessionSeconds },
  );
  if (!pace.ok) throw new RangeError(pace.error.message);
  return pace.value.kind === 'VOLUME'
    ? povPolicy(pace.value.rate, placement)
    : schedulePolicy({ quantity, slices: pace.value.slices }, placement);
};

const figuresOf = (
  { shortfallBps, participationRate, completedAtEnd, filled }: ExecutionResult,
  { quantity }: ExecutionTask,
) => ({
  shortfallBps: filled > 0 ? shortfallBps : null,
  participationRate,
  filledShare: filled / quantity,
  completedAtEndShare: completedAtEnd / quantity,
});
