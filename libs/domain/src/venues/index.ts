export { expectedFillUnits, fillProbability, type FillCurve } from './fills/fill-curve.js';
export { learnedFills } from './fills/kaplan-meier.js';
export { learnCrossing } from './profiles/learn-crossing.js';
export { learnTaking } from './profiles/learn-lit.js';
export { type VenueProfile } from './profiles/venue-profile.js';
