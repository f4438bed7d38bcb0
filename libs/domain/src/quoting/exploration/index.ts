export * from './price-effect.js';
