export { newApiKey } from './api-key-format.js';
export { PrismaApiKeys } from './api-keys.js';
export { Database } from './database.js';
export { PrismaDecisionLog } from './decision-log.js';
export { PrismaDeskSettings } from './desk-settings.js';
export { PrismaOutbox } from './outbox.js';
export { UnsafeDatabaseRole, verifyRuntimeRole } from './runtime-role.js';
export { PrismaScenarioStore } from './scenario-store.js';
