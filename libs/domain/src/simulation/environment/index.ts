export { comparePolicies } from './compare-policies.js';
export { ExecutionEnvironment } from './execution-environment.js';
export { type ExecutionTask } from './execution-task.js';
export { scheduleStudy, type ScheduleStudy } from './schedule-study.js';
export { runPolicy } from './run-policy.js';
export { VOLATILITY_SURGE } from './volatility-surge.js';
