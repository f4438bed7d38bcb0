export { calibrateMarket, type Calibration } from './calibrate-market.js';
export { type ComparedFigure } from './compared-figures.js';
