export * from './learn.js';
export * from './learned-quoting-models.js';
