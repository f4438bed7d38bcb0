export { readFeatures, type ReadFeaturesPorts, type FeaturesFailure } from './read-features.js';
