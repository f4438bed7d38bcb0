export * from './discrimination.js';
export * from './fit-hit-model.js';
export * from './fit-segments.js';
export * from './outcome-counts.js';
export * from './quote-outcome.js';
