export * from './day-tape.js';
export * from './drops.js';
export * from './labels.js';
export * from './mapping.js';
export * from './metaorders.js';
export * from './tape-recorder.js';
export * from './training-order.js';
export * from './windows.js';
