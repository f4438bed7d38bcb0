export { LivingMarket } from './living-market.js';
