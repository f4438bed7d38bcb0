export * from './cost-distribution.js';
export * from './forecast.js';
