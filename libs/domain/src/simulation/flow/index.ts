export { fanoBranchingRatio } from './hawkes/fano-branching-ratio.js';
export { branchingRatio, checkHawkes, hawkesMeanRates, type HawkesParameters } from './hawkes/hawkes-parameters.js';
export { HawkesProcess } from './hawkes/hawkes-process.js';
export { midMoveTable, type MidMoveTable } from './zero-intelligence/mid-move-probability.js';
export {
  checkZeroIntelligenceRates,
  SKY_PERFECT,
  skyPerfectTo,
  type ZeroIntelligenceRates,
} from './zero-intelligence/zero-intelligence-rates.js';
