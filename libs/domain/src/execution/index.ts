export * from './strategy-table.js';
export * from './strategy.js';
export * from './control/policy.js';
export { almgrenChrissSchedule } from './schedules/almgren-chriss.js';
export { povTarget } from './schedules/pov.js';
export { type InvalidSchedule, type Schedule } from './schedules/schedule.js';
export { twapSchedule } from './schedules/twap.js';
export { vwapCurveSchedule, vwapSchedule, type WorkingHours } from './schedules/vwap.js';
