export { MemoryMarketState } from './market-state.js';
