export { syntheticInstruments, syntheticTerms, type SyntheticParameters } from './synthetic-parameters.js';
export { syntheticEvents } from './synthetic-session.js';
export * from './flow/index.js';
export { type ImpossibleParameters } from './impossible-parameters.js';
