export * from './client-tier.js';
export * from './informed-probability.js';
export * from './markouts.js';
