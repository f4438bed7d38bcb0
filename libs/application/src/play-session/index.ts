export { type SessionDay, type UnplayableSessions } from './session-days.js';
export {
  SessionPlayer,
  WARM_UP_SECONDS,
  type EmptySession,
  type Pass,
  type PlayerStatus,
  type PlayObserver,
  type PlayPlan,
  type PlayPorts,
} from './session-player.js';
export { syntheticMarket } from './synthetic-market.js';
