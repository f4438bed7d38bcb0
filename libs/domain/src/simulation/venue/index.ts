export { checkDarkCounterparties, DarkCounterparties, type DarkCounterpartyParameters } from './dark-counterparties.js';
export { DarkPool } from './dark-pool.js';
export { type ExecutionReport } from './execution-report.js';
export { checkFeeSchedule, feeOf, type FeeSchedule } from './fee-schedule.js';
export { type MatchingEngine } from './matching-engine.js';
export { checkVenue, Venue, type VenueParameters } from './venue.js';
