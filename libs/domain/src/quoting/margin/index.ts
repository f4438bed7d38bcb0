export * from './best-markup.js';
export * from './hit-functions.js';
export { utilityOf } from './utility.js';
