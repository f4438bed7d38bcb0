export * from './dealer-book.js';
export * from './dealer-engine.js';
export * from './dealer-parameters.js';
export * from './parametric-quoting.js';
export * from './quoting-engine.js';
export * from './response-delay.js';
export * from './strategic-quoting.js';
