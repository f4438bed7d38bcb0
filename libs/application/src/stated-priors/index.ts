import { REFERENCE_HIT_PARAMETERS, STATED_COMPETITORS } from '#domain/rfq';
import { type QuotingModels, type QuotingModelsView } from '#application/ports';

/**
 * What is said of clients before any was observed: the published hit model against three competitors (reference 4 and 5), a client
 * like the population, no adverse move beyond what the hedge itself causes, and a fiftieth of the usual volume on each side.
 */
export const STATED_PRIORS: QuotingModelsView = {
  hits: {
    version: 'priors-1',
    segment: 'all',
    parameters: REFERENCE_HIT_PARAMETERS,
    usualCompetitors: STATED_COMPETITORS,
    outcomes: 0,
  },
  client: {
    version: 'priors-1',
    tier: 'UNKNOWN',
    halfSpreadRatio: 1,
    adverseMoveBps: { value: 0, low: 0, high: 0 },
    informedProbability: { value: 0, low: 0, high: 1 },
    trades: 0,
  },
  flow: { buysOfDailyVolume: 0.02, sellsOfDailyVolume: 0.02 },
};

/** The models of a desk that has learned nothing yet. */
export class StatedPriors implements QuotingModels {
  serving(): Promise<QuotingModelsView> {
    return Promise.resolve(STATED_PRIORS);
  }
}
