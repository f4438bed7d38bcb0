export { SimulationThreads } from './simulation-threads.js';
