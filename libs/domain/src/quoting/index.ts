export * from './engine/index.js';
export * from './inventory/index.js';
export * from './margin/index.js';
export * from './quote-price.js';
