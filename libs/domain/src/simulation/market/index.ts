export { parseMarket } from './parse-market.js';
export { LIQUID_STOCK, zeroIntelligenceMarket, type MarketParameters } from './market-parameters.js';
export { FIRST_DESK, SimulatedMarket } from './simulated-market.js';
export { recordSession, type SessionRecord } from './session-record.js';
export { stylisedFacts, type StylisedFacts } from './stylised-facts.js';
export { simulatedBar } from './session-bar.js';
export { simulatedEvents } from './market-tape.js';
