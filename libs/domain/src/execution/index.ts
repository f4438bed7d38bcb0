export * from './strategy-table.js';
export * from './strategy.js';
