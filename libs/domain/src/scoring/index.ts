export * from './advice.js';
export * from './best-probability.js';
export * from './eligibility.js';
export * from './fair-price.js';
export * from './fair-value/index.js';
export * from './rank.js';
export * from './remainder.js';
export * from './score.js';
