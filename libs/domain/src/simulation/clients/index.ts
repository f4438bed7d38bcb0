export * from './client-parameters.js';
export * from './client-population.js';
