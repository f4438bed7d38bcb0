export * from './definition.js';
export * from './fill-impact-inputs.js';
export * from './input-sets.js';
