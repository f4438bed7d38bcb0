export { syntheticInstruments, syntheticTerms, type SyntheticParameters } from './synthetic-parameters.js';
export { syntheticEvents } from './synthetic-session.js';
