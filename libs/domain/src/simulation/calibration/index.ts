export { fitMarket, type MarketFit } from './fit-market.js';
export { type FittedParameter } from './fitted.js';
