export * from './attribute-pnl.js';
export * from './dealt-block.js';
