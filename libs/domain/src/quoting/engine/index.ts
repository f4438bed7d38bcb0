export * from './assemble-quote.js';
export * from './quote-situation.js';
