export * from './discrimination.js';
export { fitHitModel, type FittedParameter, type HitFit } from './fit-hit-model.js';
export * from './fit-segments.js';
export * from './hit-band.js';
export { onGrid } from './on-grid.js';
export * from './outcome-counts.js';
export * from './quote-outcome.js';
export * from './stated-hit-prior.js';
