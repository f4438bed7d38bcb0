import { type ScenarioStore } from '#application/ports';
import { type ScenarioInputs } from '#application/request-scenarios';
import { market } from './market.js';
import { scenario } from './records.js';

/** A block that the parametric model can price. */
export const SCENARIO_INPUTS: ScenarioInputs = {
  instrumentId: 'TEST',
  block: { side: 'SELL', quantity: 50_000, horizonSeconds: 1_800, market: market(), features: null },
  thresholdBps: 10,
};

/** What the api leaves behind when it dies right after its commit: rows, and no word to the queue. Resolves to the id. */
export const commitScenario = async (scenarios: ScenarioStore): Promise<string> => {
  const one = scenario({ inputs: JSON.stringify(SCENARIO_INPUTS) });
  const { deskId, scenarioId } = one;
  await scenarios.create(one, [{ name: 'scenario.analyse', payload: { deskId, scenarioId } }]);
  return scenarioId;
};
