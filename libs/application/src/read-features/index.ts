export { UnreadableHistory } from './unreadable-history.js';
export { readFeatures, type ReadFeaturesPorts } from './read-features.js';
