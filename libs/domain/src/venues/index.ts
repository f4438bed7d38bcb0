export { jointSplit } from './allocation/joint-split.js';
export { isAllowed } from './allocation/split-constraints.js';
export { expectedFillUnits } from './fills/fill-curve.js';
export { learnedFills } from './fills/kaplan-meier.js';
export { crossingPriors, learnCrossing } from './profiles/learn-crossing.js';
export { learnTaking } from './profiles/learn-lit.js';
export { type VenueProfile } from './profiles/venue-profile.js';
export { selectVenues, venueCost, type VenueProblem, type VenueSelection } from './select-venues.js';
