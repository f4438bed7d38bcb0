import { canonicalJson } from '#domain/core';
import { strategyRequests, strategyTable } from '#domain/execution';
import { type JobHandler, type Jobs } from '#application/jobs';
import { type ImpactModel, type ScenarioProgress, type ScenarioStore } from '#application/ports';
import { readScenarioInputs, type ScenarioInputs } from '#application/request-scenarios';

export interface AnalyseScenarioPorts {
  readonly scenarios: ScenarioStore;
  readonly model: ImpactModel;
}

type ScenarioKey = Jobs['scenario.analyse'];

/**
 * Fills in the strategy table of a stored scenario from its own inputs, so that a repeat computes the same. A scenario
 * that is settled already stays as it is.
 *
 * Rejects when the store or the model fails, which another attempt may cure, and when there is no such scenario.
 */
export const analyseScenario = async (ports: AnalyseScenarioPorts, key: ScenarioKey): Promise<void> => {
  const { deskId, scenarioId } = key;
  const started = await ports.scenarios.advance(deskId, scenarioId, { status: 'RUNNING' });
  if (started === 'REFUSED') return;
  const scenario = await ports.scenarios.find(deskId, scenarioId);
  if (scenario === undefined) throw new Error(`desk ${deskId} has no scenario ${scenarioId}`);
  const settled = await settle(ports.model, readScenarioInputs(scenario.inputs));
  await ports.scenarios.advance(deskId, scenarioId, settled);
};

/** One call of the model for all strategies. */
const settle = async (model: ImpactModel, { block, thresholdBps }: ScenarioInputs): Promise<ScenarioProgress> => {
  const forecasts = await model.forecast(strategyRequests(block));
  // Outside the range of every model: another attempt would end the same way.
  if (!forecasts.ok) return { status: 'FAILED', failureReason: forecasts.error.message };
  return { status: 'DONE', result: canonicalJson(strategyTable(block, forecasts.value, thresholdBps)) };
};

export const analyseScenarioHandler = (ports: AnalyseScenarioPorts): JobHandler<ScenarioKey> => ({
  run: (key) => analyseScenario(ports, key),
  abandon: async ({ deskId, scenarioId }, failureReason) => {
    await ports.scenarios.advance(deskId, scenarioId, { status: 'FAILED', failureReason });
  },
});
