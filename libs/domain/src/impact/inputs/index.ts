export * from './definition.js';
export * from './v1.js';
