export { MemoryApiKeys } from './api-keys.js';
export { MemoryDecisionLog } from './decision-log.js';
export { MemoryDeskEvents } from './desk-events.js';
export { MemoryDeskSettings } from './desk-settings.js';
export { MemoryFeatureSetRegistry } from './feature-set-registry.js';
export { MemoryMarketState } from './market-state.js';
export { MemoryOutbox } from './outbox.js';
export { MemoryScenarioStore } from './scenario-store.js';
