export * from './book/index.js';
export * from './definition.js';
export * from './engine.js';
export * from './family.js';
export * from './signals.js';
export * from './signal-row.js';
export * from './signal-table.js';
