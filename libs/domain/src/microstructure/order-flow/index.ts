export { DISTANCE_BINS, distancesOf } from './distance-bins.js';
export * from './order-flow.js';
export { OrderFlowRecorder } from './order-flow-recorder.js';
