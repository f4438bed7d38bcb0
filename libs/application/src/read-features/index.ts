export { readFeatures, type FeaturesFailure, type NoFeatures, type ReadFeaturesPorts } from './read-features.js';
export { UnreadableHistory } from './unreadable-history.js';
