export { costGrid, reachOf } from './cost-grid.js';
export * from './expected-minimum.js';
export * from './fair-value.js';
export * from './possible-cost.js';
