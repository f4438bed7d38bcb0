export { jointSplit } from './allocation/joint-split.js';
export { isAllowed } from './allocation/split-constraints.js';
export { learnedFills } from './fills/kaplan-meier.js';
export { crossingPriors, learnCrossing } from './profiles/learn-crossing.js';
export { learnTaking } from './profiles/learn-lit.js';
export { selectVenues, venueCost } from './select-venues.js';
