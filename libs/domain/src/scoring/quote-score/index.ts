export * from './anticipated-cost.js';
export * from './best-by-draws.js';
export * from './quote-score.js';
export * from './rank-scores.js';
