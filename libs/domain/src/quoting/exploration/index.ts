export * from './perturbation.js';
export * from './price-effect.js';
