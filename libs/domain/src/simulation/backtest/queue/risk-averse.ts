import { type QueueRule } from './queue-rule.js';

/**
 * Assumes that whoever cancels stood behind us: we advance by executions only, and by what the level no longer displays. The
 * latest fill that the recorded sizes allow.
 */
export const riskAverse: QueueRule = { cancelledAhead: () => 0 };
