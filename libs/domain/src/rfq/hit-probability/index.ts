export * from './best-reduced-spread.js';
export * from './hit-curve.js';
export * from './hit-model.js';
export * from './last-look.js';
export * from './panel-cost.js';
export { HIT_GRID } from './reduced-spread-grid.js';
export * from './reservation.js';
export * from './skew-exponential-power.js';
export * from './winners-curse.js';
