import { beforeEach, describe, expect, it } from '@jest/globals';
import { ok } from '#domain/core';
import { type Experiment, type SeedResult } from '#domain/simulation';
import { MemoryDeskEvents, MemoryOutbox, MemorySimulationRunStore } from '#adapters/memory';
import { simulationRun } from '../../../../test/factories/records.js';
import { runEstimates, seedResultsOf, simulateSeedHandler } from './index.js';

const resultOf = (seed: number): SeedResult => ({
  seed,
  alternatives: [{ name: 'only', hash: `of ${seed}`, figures: { costBps: seed / 2 } }],
});

describe('simulateSeedHandler', () => {
  let simulationRuns: MemorySimulationRunStore;
  let asked: number[];
  const computing = {
    simulateSeed: (_: Experiment, seed: number) => {
      asked.push(seed);
      return Promise.resolve(ok(resultOf(seed)));
    },
  };

  beforeEach(() => {
    simulationRuns = new MemorySimulationRunStore(new MemoryDeskEvents(), new MemoryOutbox());
    asked = [];
  });

  const queued = async (): Promise<{ readonly deskId: string; readonly runId: string }> => {
    const one = simulationRun();
    await simulationRuns.create(one, []);
    return { deskId: one.deskId, runId: one.runId };
  };

  const found = (runId: string) => simulationRuns.find('alpha', runId);

  it('keeps what each seed gave, in whatever order they come, and each once', async () => {
    const key = await queued();
    const handler = simulateSeedHandler({ simulationRuns, computing });
    for (const seed of [3, 1, 3, 2, 1]) await handler.run({ ...key, seed });
    expect(asked).toEqual([3, 1, 2]);
    expect(await found(key.runId)).toMatchObject({ status: 'DONE', seedsDone: 3 });
    expect(await seedResultsOf(simulationRuns, 'alpha', key.runId)).toEqual([1, 2, 3].map(resultOf));
    const [only] = await runEstimates(simulationRuns, 'alpha', key.runId);
    expect(only!.figures[0]!.mean).toMatchObject({ value: 1, n: 3 });
  });

  it('computes nothing for a run that is cancelled, and throws away what was in hand', async () => {
    const key = await queued();
    const cancelling = {
      simulateSeed: async (_: Experiment, seed: number) => {
        asked.push(seed);
        await simulationRuns.advance(key.deskId, key.runId, { status: 'CANCELLED' });
        return ok(resultOf(seed));
      },
    };
    const handler = simulateSeedHandler({ simulationRuns, computing: cancelling });
    for (const seed of [1, 2, 3]) await handler.run({ ...key, seed });
    expect(asked).toEqual([1]);
    expect(await found(key.runId)).toMatchObject({ status: 'CANCELLED', seedsDone: 0 });
  });

  it('a seed that is given up takes its run along, with the reason, and what is there is kept', async () => {
    const key = await queued();
    const handler = simulateSeedHandler({ simulationRuns, computing });
    await handler.run({ ...key, seed: 1 });
    await handler.abandon({ ...key, seed: 2 }, 'a computing thread ended with 1');
    await handler.abandon({ ...key, seed: 3 }, 'another reason');
    await handler.run({ ...key, seed: 3 });
    expect(asked).toEqual([1]);
    expect(await found(key.runId)).toMatchObject({
      status: 'FAILED',
      failureReason: 'seed 2: a computing thread ended with 1',
      seedsDone: 1,
    });
  });

  it('fails where there is no such run', async () => {
    const handler = simulateSeedHandler({ simulationRuns, computing });
    await expect(handler.run({ deskId: 'alpha', runId: 'none', seed: 1 })).rejects.toThrow('no simulation run none');
  });
});
