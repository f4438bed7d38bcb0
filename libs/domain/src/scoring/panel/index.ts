export { type PanelCandidate } from './candidate.js';
export * from './leakage-history.js';
export * from './panel-choice.js';
export * from './request-forms.js';
export * from './sunk-leakage.js';
