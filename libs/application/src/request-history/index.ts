export { DeskHistories, type DeskHistory } from './desk-histories.js';
export * from './learned-dealer-profiles.js';
