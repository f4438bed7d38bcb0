export { midMoveTable } from './zero-intelligence/mid-move-probability.js';
export { SKY_PERFECT, skyPerfectTo } from './zero-intelligence/zero-intelligence-rates.js';
