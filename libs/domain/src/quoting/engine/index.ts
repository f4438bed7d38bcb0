export * from './assemble-quote.js';
export { type HitUnit } from './hit-unit.js';
export * from './quote-situation.js';
export { type ImpossibleQuote } from './impossible-quote.js';
