export * from './hit-probability/index.js';
export * from './quantity.js';
export * from './quote.js';
