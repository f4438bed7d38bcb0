export * from './daily-bars.js';
export * from './events.js';
export * from './instrument.js';
export * from './instrument-table.js';
export * from './l2-book.js';
export * from './market-tracker.js';
export * from './price-gate.js';
export * from './snapshot.js';
