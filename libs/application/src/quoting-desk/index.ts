export * from './attribute-dealer-pnl.js';
export * from './estimate-pricing-effect.js';
export { type OutcomeRange } from './outcome-range.js';
export * from './record-trade-follow-up.js';
export * from './kill-switch.js';
export * from './read-inventory.js';
export * from './read-quoting-events.js';
export * from './record-quote-outcome.js';
