export * from './expected-minimum.js';
export * from './fair-value.js';
