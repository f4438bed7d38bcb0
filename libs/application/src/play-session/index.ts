export { SessionPlayer, WARM_UP_SECONDS, type Pass, type PlayObserver, type PlayPlan } from './session-player.js';
export { syntheticMarket } from './synthetic-market.js';
