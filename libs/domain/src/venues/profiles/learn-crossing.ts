import { type FilledOrder, learnedFills } from '../fills/kaplan-meier.js';
import { type FillPrior } from '../fills/fill-curve.js';
import { learnedMean, type MeanPrior } from './learned-mean.js';
import { type CrossingVenue } from './venue-profile.js';

/** An order that waited in a venue, and what came of it. */
export interface CrossingOutcome extends FilledOrder {
  /**
   * What the fill cost beyond its price of the mid, by the benchmark that the desk is measured by: the mid at arrival, or that of a markout;
   * positive is a cost, NaN without a fill.
   */
  readonly adverseBps: number;
  /** Move of the mid while nothing was filled, less that of times without an order there: positive is against it; NaN where unknown. */
  readonly driftBps: number;
}

/** What is assumed of such a venue. */
export interface CrossingPriors {
  readonly fills: FillPrior;
  readonly adverseSelectionBps: MeanPrior;
  readonly leakageBps: MeanPrior;
}

/**
 * Stated assumptions, for want of anything better: one order of three finds something, a move of 1 bps against a fill and 0.2 bps
 * of leakage, each as unsure as itself. `meanUnits`: a typical order of that venue.
 */
export const crossingPriors = (meanUnits: number): CrossingPriors => ({
  fills: { anyProbability: 0.35, meanUnits },
  adverseSelectionBps: { value: 1, sd: 1, observationSd: 10 },
  leakageBps: { value: 0.2, sd: 0.2, observationSd: 10 },
});

/** The part of a crossing venue's profile that its outcomes tell. */
export const learnCrossing = (
  outcomes: readonly CrossingOutcome[],
  priors: CrossingPriors,
): Pick<CrossingVenue, 'fills' | 'adverseSelectionBps' | 'leakageBps'> => ({
  fills: learnedFills(outcomes, priors.fills),
  adverseSelectionBps: learnedMean(known(outcomes.map(({ adverseBps }) => adverseBps)), priors.adverseSelectionBps),
  leakageBps: learnedMean(known(outcomes.map(({ driftBps }) => driftBps)), priors.leakageBps),
});

const known = (values: readonly number[]): readonly number[] => values.filter(Number.isFinite);
