export * from './kill-switch.js';
export * from './read-inventory.js';
export * from './record-quote-outcome.js';
