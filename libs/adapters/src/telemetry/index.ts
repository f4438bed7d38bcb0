export { servingMetrics } from './serving-metrics.js';
export { inferenceMetrics } from './inference-metrics.js';
