export { dealersOf } from './dealer-names.js';
export { DeskHistories } from './desk-histories.js';
export { fitProfiles } from './fit-profiles.js';
export { LearnedDealerProfiles } from './learned-dealer-profiles.js';
