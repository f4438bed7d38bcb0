export * from './decidable-block.js';
export * from './decidable-market.js';
export * from './market-view.js';
