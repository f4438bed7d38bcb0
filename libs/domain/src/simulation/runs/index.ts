export { estimateAlternatives, type AlternativeEstimates } from './alternative-estimates.js';
export { type ExecutionPolicy } from './execution-experiment.js';
export { checkExperiment, simulateSeed, type Experiment } from './experiment.js';
export { type SeedResult } from './seed-result.js';
export { SEEDS, statedSeeds, type StatedSeeds } from './seeds.js';
export { statedAuctions, type StatedAuctions } from './stated-auctions.js';
export { statedMarket, type StatedMarket } from './stated-market.js';
