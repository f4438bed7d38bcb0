import { scenarioMethod, type ScenarioGrid } from '#application/analyse-scenarios';
import { type AnalysisStore } from '#application/ports';
import { ParametricModel } from '#adapters/parametric';
import { market } from './market.js';
import { analysis } from './records.js';

/** One block that the parametric model can price. */
const GRID: ScenarioGrid = {
  instrumentId: 'TEST',
  side: 'SELL',
  quantities: [50_000],
  horizons: [{ horizonSeconds: 1_800 }],
  volatilityFactors: [1],
  thresholdBps: 10,
  market: market(),
  features: null,
};
const ROWS = 3;

/** What the api leaves behind when it dies right after its commit: rows, and no word to the queue. Resolves to the id. */
export const commitAnalysis = async (analyses: AnalysisStore): Promise<string> => {
  const one = analysis({ rows: ROWS, rowsPerPart: ROWS, priority: 'INTERACTIVE', inputs: JSON.stringify(GRID) });
  await analyses.create(one);
  return one.analysisId;
};

/** The rows of its one part, as they have to be kept. */
export const expectedRows = async (): Promise<string> =>
  JSON.stringify(await scenarioMethod(new ParametricModel()).rows(JSON.stringify(GRID), 0, ROWS));
