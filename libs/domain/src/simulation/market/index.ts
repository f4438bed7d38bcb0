export { LIQUID_STOCK, zeroIntelligenceMarket, type MarketParameters } from './market-parameters.js';
export { FIRST_DESK, SimulatedMarket, type MarketListener } from './simulated-market.js';
export { recordSession, type RecordedMetaorder, type SessionRecord } from './session-record.js';
export { stylisedFacts, type StylisedFacts } from './stylised-facts.js';
