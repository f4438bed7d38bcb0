export { deviation, type Comparison } from './comparison.js';
export * from './hit-rate-study.js';
export * from './last-look-study.js';
export * from './panel-size-study.js';
