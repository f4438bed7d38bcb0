export { type PanelCandidate } from './candidate.js';
export * from './leakage-history.js';
export { panelOf } from './growing-panel.js';
export * from './panel-choice.js';
export { type Panel } from './panel.js';
export * from './request-forms.js';
export * from './sunk-leakage.js';
