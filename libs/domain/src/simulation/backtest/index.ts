export { BacktestSummary, type WaySummary } from './backtest-summary.js';
export { statedAssumptions } from './assumptions.js';
export { checkDeskLatency, type DeskLatency } from './latency.js';
export { MidHistory } from './mid-history.js';
export { MARKOUT_SECONDS, type OrderResult } from './order-result.js';
export {
  anchoredPropagator,
  DEFAULT_IMPACT_DECAY,
  NO_OWN_IMPACT,
  TransientImpact,
  type ImpactDecay,
  type OwnImpact,
} from './own-impact.js';
export { type Execution } from './own-order.js';
export { queueModel, type FillModel } from './queue/queue-models.js';
export { checkQueueWeight, type QueueWeight } from './queue/probabilistic.js';
export { schedulePace, type ScheduleName, type ScheduleParameters } from './schedule-pace.js';
export {
  SessionBacktest,
  type BacktestListener,
  type BacktestTerms,
  type NotWorked,
  type PlannedOrder,
} from './session-backtest.js';
export { type ParentOrder, type Tactic, type WorkPlan } from './work-plan.js';
