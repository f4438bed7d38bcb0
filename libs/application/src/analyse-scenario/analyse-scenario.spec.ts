import { beforeEach, describe, expect, it } from '@jest/globals';
import { type ScenarioRow } from '#domain/execution';
import { type ImpactRequest } from '#domain/impact';
import { MemoryDeskEvents, MemoryOutbox, MemoryScenarioStore } from '#adapters/memory';
import { ParametricModel } from '#adapters/parametric';
import { type ScenarioInputs } from '#application/request-scenarios';
import { market } from '../../../../test/factories/market.js';
import { scenario } from '../../../../test/factories/records.js';
import { analyseScenario, analyseScenarioHandler } from './index.js';

const inputsOf = (quantity: number): string => {
  const inputs: ScenarioInputs = {
    instrumentId: 'TEST',
    block: { side: 'BUY', quantity, horizonSeconds: 3_600, market: market(), features: null },
    thresholdBps: 10,
  };
  return JSON.stringify(inputs);
};

describe('analyseScenario', () => {
  const model = new ParametricModel();
  let scenarios: MemoryScenarioStore;
  beforeEach(() => {
    scenarios = new MemoryScenarioStore(new MemoryDeskEvents(), new MemoryOutbox());
  });

  const queued = async (quantity = 100_000) => {
    const one = scenario({ inputs: inputsOf(quantity) });
    await scenarios.create(one, []);
    return { deskId: 'alpha', scenarioId: one.scenarioId };
  };

  it('fills in the strategy table', async () => {
    const key = await queued();
    await analyseScenario({ scenarios, model }, key);
    const record = await scenarios.find('alpha', key.scenarioId);
    expect(record?.status).toBe('DONE');
    const rows = JSON.parse(record?.result ?? '[]') as ScenarioRow[];
    expect(rows.map(({ strategy }) => strategy)).toEqual(['AGGRESSIVE', 'BALANCED', 'PASSIVE']);
    for (const row of rows) expect(row.temporaryBps + row.permanentBps).toBeCloseTo(row.slippageBps, 9);
    expect(rows.map(({ slippageBps }) => slippageBps)).toEqual(
      [...rows.map(({ slippageBps }) => slippageBps)].sort((a, b) => b - a),
    );
  });

  it('asks the model once for all strategies', async () => {
    const batches: number[] = [];
    const counting = {
      forecast: (requests: readonly ImpactRequest[]) => {
        batches.push(requests.length);
        return model.forecast(requests);
      },
    };
    await analyseScenario({ scenarios, model: counting }, await queued());
    expect(batches).toEqual([3]);
  });

  it('a repeat, and two workers at once, end with the same result', async () => {
    const key = await queued();
    await Promise.all([1, 2, 3].map(() => analyseScenario({ scenarios, model }, key)));
    const first = await scenarios.find('alpha', key.scenarioId);
    await analyseScenario({ scenarios, model }, key);
    expect(await scenarios.find('alpha', key.scenarioId)).toEqual(first);
  });

  it('a block outside the range of the model fails at once, with the reason', async () => {
    const key = await queued(-1);
    await analyseScenario({ scenarios, model }, key);
    const record = await scenarios.find('alpha', key.scenarioId);
    expect(record).toMatchObject({ status: 'FAILED', failureReason: expect.stringContaining('quantity') });
  });

  it('a model in trouble leaves the scenario for another attempt', async () => {
    const key = await queued();
    const broken = { forecast: () => Promise.reject(new Error('out of memory')) };
    await expect(analyseScenario({ scenarios, model: broken }, key)).rejects.toThrow('out of memory');
    expect((await scenarios.find('alpha', key.scenarioId))?.status).toBe('RUNNING');
    await analyseScenario({ scenarios, model }, key);
    expect((await scenarios.find('alpha', key.scenarioId))?.status).toBe('DONE');
  });

  it('an abandoned scenario says why, and a late attempt does not revive it', async () => {
    const key = await queued();
    const handler = analyseScenarioHandler({ scenarios, model });
    await handler.abandon(key, 'worker died four times');
    await handler.run(key);
    expect(await scenarios.find('alpha', key.scenarioId)).toMatchObject({
      status: 'FAILED',
      failureReason: 'worker died four times',
    });
  });

  it('another desk has no such scenario', async () => {
    const { scenarioId } = await queued();
    await expect(analyseScenario({ scenarios, model }, { deskId: 'beta', scenarioId })).rejects.toThrow(scenarioId);
  });
});
