export * from './quantity.js';
export * from './quote.js';
