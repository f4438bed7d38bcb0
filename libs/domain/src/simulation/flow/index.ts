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
export {
  checkIntradayCurve,
  curveLevel,
  curveShare,
  curveTime,
  type IntradayCurve,
} from './intraday/intraday-curve.js';
export { checkMetaorders, type MetaorderParameters } from './metaorders/metaorder-parameters.js';
export { MetaorderSigns, signAutocorrelation } from './metaorders/metaorder-signs.js';
export { checkScheduledNews, newsTension, tenseFactor, type ScheduledNews } from './news/scheduled-news.js';
export { PropagatorOverlay } from './propagator/propagator-overlay.js';
export { checkPropagator, type PropagatorParameters } from './propagator/propagator-parameters.js';
export { checkMakers, type MakerParameters } from './makers/maker-parameters.js';
export { type HiddenOrderParameters } from './metaorders/hidden-order-flow.js';
export { type MetaorderLog } from './metaorders/metaorder-log.js';
export { checkOrderSizes, type OrderSizes } from './order-sizes.js';
export { checkJumps, type JumpParameters } from './value/value-jumps.js';
