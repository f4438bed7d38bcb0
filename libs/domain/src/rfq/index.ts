export * from './hit-fit/index.js';
export * from './hit-probability/index.js';
export * from './lifecycle/index.js';
export * from './quantity.js';
export * from './quote.js';
