export * from './events.js';
export * from './instrument.js';
export * from './snapshot.js';
