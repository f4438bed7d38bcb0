export * from './admission.js';
export * from './guard-quote.js';
export * from './kill-switch.js';
export * from './quote-limits.js';
