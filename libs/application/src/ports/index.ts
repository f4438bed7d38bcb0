export * from './impact-model.js';
export * from './market-state.js';
