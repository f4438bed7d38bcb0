export * from './almgren.js';
export * from './cost-distribution.js';
export * from './crossover.js';
export * from './forecast.js';
export * from './i-star.js';
export * from './square-root.js';
export * from './timing-risk.js';
