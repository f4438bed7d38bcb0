export { InstrumentFileError, readInstrumentFile } from './read-instrument-file.js';
