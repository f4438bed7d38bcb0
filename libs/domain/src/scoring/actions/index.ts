export { type ActionKind, type ActionOutlook } from './action-outlook.js';
export * from './advise-action.js';
export { type PendingDealer } from './wait.js';
