export {
  firstOf,
  impossibleVenues,
  mustBePositive,
  mustBeUnits,
  mustBeWithin,
  under,
  type ImpossibleVenues,
} from './failure.js';
export { jointSplit } from './allocation/joint-split.js';
export { isAllowed } from './allocation/split-constraints.js';
export { learnedFills } from './fills/kaplan-meier.js';
export { crossingPriors, learnCrossing } from './profiles/learn-crossing.js';
export { learnTaking } from './profiles/learn-lit.js';
export { type VenueCost } from './cost/split-cost.js';
export { type VenuesRule } from './cost/venue-scenarios.js';
export { type VenueKind, type VenueProfile } from './profiles/venue-profile.js';
export {
  impossibleProblem,
  selectVenues,
  venueCost,
  type IneligibleReason,
  type VenueProblem,
  type VenueSelection,
  type VenuesFailure,
} from './select-venues.js';
