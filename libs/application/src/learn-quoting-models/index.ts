export * from './learn.js';
export * from './learned-quoting-models.js';
export * from './remember-quote-outcome.js';
