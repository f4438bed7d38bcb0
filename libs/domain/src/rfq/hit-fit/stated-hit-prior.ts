import { REFERENCE_HIT_PARAMETERS } from '../hit-probability/hit-model.js';
import { pointOf, type HitPrior } from './fit-hit-model.js';

/** Dealers beside the quoting one where nobody tells and nothing was learned: the three of reference 4 and 5. */
export const STATED_COMPETITORS = 3;

/**
 * What is believed of clients and competitors before any outcome: the published model, and how far a desk's own clients may lie from
 * it. Standard deviations are one half-spread of what is a spread, a factor of 1.65 of what is a scale or a number, 1.35 of the shape,
 * one of the skewness and of the log-odds of an answer. Stated, not fitted; some hundreds of outcomes outweigh it.
 */
export const STATED_HIT_PRIOR: HitPrior = {
  means: pointOf({ parameters: REFERENCE_HIT_PARAMETERS, effectiveCompetitors: STATED_COMPETITORS }),
  variances: [1, 0.5, 1, 0.5, 1, 0.3, 1, 0.5].map((sd) => sd ** 2),
};
