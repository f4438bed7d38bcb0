import { GRID_HIGH, GRID_LOW } from '../hit-probability/reduced-spread-grid.js';
import { type QuoteOutcome } from './quote-outcome.js';

/** As it is counted: a price beyond the grid counts at its edge, where the tabulated probabilities end. */
export const onGrid = (outcome: QuoteOutcome): QuoteOutcome => ({
  ...outcome,
  reducedSpread: Math.max(GRID_LOW, Math.min(GRID_HIGH, outcome.reducedSpread)),
});
