export { LIQUID_STOCK, zeroIntelligenceMarket } from './market-parameters.js';
export { FIRST_DESK, SimulatedMarket } from './simulated-market.js';
export { recordSession } from './session-record.js';
export { stylisedFacts } from './stylised-facts.js';
