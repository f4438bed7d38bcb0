export { servingMetrics, type ServingLog } from './serving-metrics.js';
