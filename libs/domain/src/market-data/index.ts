export * from './instrument.js';
export * from './snapshot.js';
