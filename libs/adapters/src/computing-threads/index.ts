export { ComputingThreads } from './computing-threads.js';
