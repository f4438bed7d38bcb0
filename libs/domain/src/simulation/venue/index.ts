export { checkDarkCounterparties, DarkCounterparties, type DarkCounterpartyParameters } from './dark-counterparties.js';
export { DarkPool } from './dark-pool.js';
export { type ExecutionReport } from './execution-report.js';
export { checkFeeSchedule, feeOf, type FeeSchedule, type LiquidityFee } from './fee-schedule.js';
export { type Latency } from './latency.js';
export { type MatchingEngine } from './matching-engine.js';
export { checkVenue, Venue, type VenueParameters } from './venue.js';
