export { apiConfig, type ApiConfig } from './api-config.js';
export { demoDesksConfig, type DemoDesksConfig } from './demo-desks-config.js';
export { ConfigError } from './environment.js';
export { feedConfig, type FeedConfig } from './feed-config.js';
export { ownerConfig } from './owner-config.js';
export { workerConfig, type WorkerConfig } from './worker-config.js';
