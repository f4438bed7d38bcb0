export * from './attribution/index.js';
export * from './client-flow/index.js';
export * from './engine/index.js';
export * from './exploration/index.js';
export * from './guardrails/index.js';
export * from './inventory/index.js';
export * from './margin/index.js';
export * from './quote-price.js';
