export { UnreadableHistory } from './unreadable-history.js';
export { readFeatures, type ReadFeaturesPorts, type FeaturesFailure } from './read-features.js';
