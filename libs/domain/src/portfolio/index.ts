export { jointMarket, withVolatility, type InstrumentScale, type JointMarket } from './joint-market.js';
export { jointReturns, type ImpossibleReturns, type StatedReturns } from './joint-returns.js';
export { portfolioFrontier, type JudgedPace } from './pace.js';
export { outstandingPairs, type BlockPair, type BlockPairs } from './pairs.js';
export {
  type BlockContribution,
  type BlockCost,
  type BlockIncrement,
  type PortfolioCost,
  type PortfolioTerms,
  type WholeCost,
} from './portfolio-answer.js';
export { type PortfolioBlock } from './portfolio-block.js';
export { portfolioCost, wholePortfolioCost } from './portfolio-cost.js';
