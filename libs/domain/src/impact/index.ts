export * from './almgren.js';
export {
  type CalibrationCells,
  type ConformalCalibration,
  type LabelOffsets,
} from './calibration/conformal-calibration.js';
export * from './distribution/cost-distribution.js';
export { gaussian, type NormalCost } from './distribution/normal-cost.js';
export { quantileCost, type QuantileCost } from './distribution/quantile-cost.js';
export * from './crossover.js';
export * from './ensemble/additive-document.js';
export * from './ensemble/additive-model.js';
export * from './ensemble/parse-additive-model.js';
export * from './explanation/explain-additive.js';
export * from './explanation/explain-by-replacement.js';
export { type Explanation, type ExplanationTerm, type InputContribution } from './explanation/explanation.js';
export * from './explanation/nearest-analogues.js';
export * from './forecast.js';
export * from './i-star.js';
export * from './identification.js';
export * from './inputs/index.js';
export * from './parametric-coefficients.js';
export * from './parametric.js';
export * from './regimes/regime-mixture.js';
export * from './square-root.js';
export * from './timing-risk.js';
export * from './trained/forecast-flag.js';
export * from './trained/impact-label.js';
export * from './trained/model-input.js';
export * from './trained/model-manifest.js';
export * from './trained/parse-model-manifest.js';
export * from './trained/prepare-forecast.js';
export { type PriceGrid } from './trained/price-grid.js';
export * from './trained/trained-detail.js';
export * from './trained/trained-forecast.js';
export * from './trained/trained-model.js';
export * from './worked-order.js';
