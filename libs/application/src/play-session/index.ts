export { asAsync } from './as-async.js';
export { DayStage } from './day-stage.js';
export { livingMarket } from './living-market.js';
export { ObservedInstrument, type Surroundings } from './observed-instrument.js';
export { offsetNs, sessionDays, type SessionDay } from './session-days.js';
export { SessionPlayer, WARM_UP_SECONDS, type Pass, type PlayObserver, type PlayPlan } from './session-player.js';
export { visitArrivals } from './visit-arrivals.js';
