export { comparePolicies } from './compare-policies.js';
export { type ExecutionTask } from './execution-task.js';
export { povPolicy, schedulePolicy } from './schedule-policy.js';
export { scheduleStudy, type ScheduleStudy } from './schedule-study.js';
