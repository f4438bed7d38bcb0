export { DealerScorecards } from './dealer-scorecards.js';
export * from './scorecard.js';
