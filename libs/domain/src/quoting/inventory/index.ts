export * from './avellaneda-stoikov.js';
export * from './covariance.js';
export * from './fair-transfer-price.js';
export * from './inventory-penalty.js';
export * from './inventory-problem.js';
