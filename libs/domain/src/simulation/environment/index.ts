export { comparePolicies, type PolicyComparison } from './compare-policies.js';
export { ExecutionEnvironment, type ExecutionResult } from './execution-environment.js';
export { type ExecutionTask } from './execution-task.js';
export {
  type Observation,
  type Policy,
  type PolicyFactory,
  type Reject,
  type Request,
  type RestingOrder,
} from './policy.js';
export { runPolicy, VectorEnvironment } from './run-policy.js';
export { povPolicy, schedulePolicy, type Placement } from './schedule-policy.js';
