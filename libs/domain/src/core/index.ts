export * from './bps.js';
export * from './canonical-json.js';
export * from './failure.js';
export * from './instant.js';
export * from './normal.js';
export * from './result.js';
export * from './rng.js';
export * from './side.js';
