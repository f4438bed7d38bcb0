export * from './bitstamp.js';
export * from './bzip2.js';
export * from './lean.js';
export * from './lobster.js';
export * from './play.js';
export * from './temporary-folder.js';
export * from './zip.js';
