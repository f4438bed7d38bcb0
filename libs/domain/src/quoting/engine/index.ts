export * from './assemble-quote.js';
export * from './quote-situation.js';
export { type ImpossibleQuote } from './impossible-quote.js';
