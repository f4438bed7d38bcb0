export * from './strategy-table.js';
export * from './strategy.js';
export * from './control/policy.js';
export { povPolicy, schedulePolicy, type Placement } from './control/schedule-policy.js';
export { almgrenChrissSchedule } from './schedules/almgren-chriss.js';
export { povTarget } from './schedules/pov.js';
export { type InvalidSchedule, type Schedule } from './schedules/schedule.js';
export { twapSchedule } from './schedules/twap.js';
export { vwapCurveSchedule, vwapSchedule, type WorkingHours } from './schedules/vwap.js';
export { eventTension, tenseFactor } from './schedules/scheduled-event.js';
export { CONTROL_RULES, type ControlProblem } from './control/control-problem.js';
export { type ControlLinkName, FallbackChain } from './control/fallback-chain.js';
export { RuleController, ruleController } from './control/rule-controller.js';
export {
  type AlphaDecay,
  type ExecutionProblem,
  type PlanFailure,
  type PlannedAuction,
  type PlannedEvent,
  type PlanStrategy,
} from './plan/execution-problem.js';
export {
  frontier,
  planExecution,
  type ExecutionPlan,
  type Frontier,
  type FrontierPoint,
} from './plan/plan-execution.js';
export { type BookTop, type DoneBasis, type FollowedOrder, type PlanRevision } from './following/followed-order.js';
export { type PlanAdvice, type PlanTrigger } from './following/plan-controller.js';
export { PlanFollower, type PlanPhase, type PlanStanding, type SeenMarket } from './following/plan-follower.js';
export {
  newFills,
  type FillLiquidity,
  type FillRefusal,
  type KnownFills,
  type NewFill,
  type ReportedFill,
} from './following/reported-fill.js';
