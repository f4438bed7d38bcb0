export { servingMetrics } from './serving-metrics.js';
