export { backtestPage } from './backtest-page.js';
export { calibrationPage } from './calibration-page.js';
export { decayFigure } from './figures/decay.js';
export { impactFigure } from './figures/impact.js';
export { ofiFigure } from './figures/ofi.js';
export { reportPage } from './report-page.js';
export { simulationPage } from './simulation-page.js';
export { standaloneSvg } from './standalone-svg.js';
