export { splitLimits } from './allocation/cont-kukanov.js';
export { splitByTails } from './allocation/dark-split.js';
export { expectedFillUnits, fillProbability, type FillCurve } from './fills/fill-curve.js';
export { learnedFills } from './fills/kaplan-meier.js';
export { crossingPriors, learnCrossing } from './profiles/learn-crossing.js';
export { learnTaking } from './profiles/learn-lit.js';
export { type VenueProfile } from './profiles/venue-profile.js';
export { selectVenues, venueCost, type VenueProblem, type VenueSelection } from './select-venues.js';
