import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Job } from '#application/jobs';
import {
  type KeptSeed,
  type SimulationRun,
  type SimulationRunStatus,
  type SimulationRunStore,
} from '#application/ports';
import { simulationRun, uuidV7 } from '../factories/records.js';
import { reading, type Stores } from './stores.js';

jest.setTimeout(60_000);

const RUNNING: SimulationRunStatus = { status: 'RUNNING' };
const DONE: SimulationRunStatus = { status: 'DONE' };
const CANCELLED: SimulationRunStatus = { status: 'CANCELLED' };
const FAILED: SimulationRunStatus = { status: 'FAILED', failureReason: 'seed 2: a thread ended' };
const OTHERWISE_FAILED: SimulationRunStatus = { status: 'FAILED', failureReason: 'seed 3: a thread ended' };

const jobsOf = ({ deskId, runId, seeds }: SimulationRun): readonly Job[] =>
  seeds.map((seed) => ({ name: 'simulation.run', payload: { deskId, runId, seed } }));

const kept = (seed: number, text = 'a'): KeptSeed => ({ seed, result: `{"${text}":${seed}.50}` });

type Step = SimulationRunStatus | KeptSeed;

/** What every SimulationRunStore does. */
export const simulationRunStoreContract = (name: string, open: () => Promise<Stores>): void => {
  describe(`SimulationRunStore in ${name}`, () => {
    let stores: Stores;
    beforeAll(async () => {
      stores = await open();
    });
    afterAll(() => stores.close());

    const created = async (overrides: Partial<SimulationRun> = {}): Promise<SimulationRun> => {
      const one = simulationRun(overrides);
      expect(await stores.api.simulationRuns.create(one, [])).toEqual({ kind: 'CREATED' });
      return one;
    };

    const take = (
      store: SimulationRunStore,
      { deskId, runId }: Pick<SimulationRun, 'deskId' | 'runId'>,
      step: Step,
    ): Promise<'APPLIED' | 'UNCHANGED' | 'REFUSED' | 'UNKNOWN'> =>
      'status' in step ? store.advance(deskId, runId, step) : store.keepSeed(deskId, runId, step);

    it('keeps a run as it was asked for, its experiment apart', async () => {
      const one = simulationRun({ experiment: '{"b":1.50,"a":"é𝒳"}', seeds: [0, 7, 2 ** 31 - 1] });
      expect(await stores.api.simulationRuns.create(one, [])).toEqual({ kind: 'CREATED' });
      const { experiment, ...shown } = one;
      const found = await stores.api.simulationRuns.find('alpha', one.runId);
      expect(found).toEqual({ ...shown, status: 'QUEUED', seedsDone: 0, createdAt: expect.any(String) });
      expect(await stores.api.simulationRuns.findByIdempotencyKey('alpha', one.idempotencyKey)).toEqual(found);
      expect(await stores.worker.simulationRuns.find('alpha', one.runId)).toEqual(found);
      expect(await stores.worker.simulationRuns.experiment('alpha', one.runId)).toBe(experiment);
      expect(await stores.worker.simulationRuns.missingSeeds('alpha', one.runId)).toEqual(one.seeds);
    });

    it('one key twenty times at once is one run, and one job per seed', async () => {
      const attempts = Array.from({ length: 20 }, () => simulationRun({ idempotencyKey: 'the same' }));
      const outcomes = await Promise.all(attempts.map((one) => stores.api.simulationRuns.create(one, jobsOf(one))));
      const winner = attempts.filter((_, i) => outcomes[i]?.kind === 'CREATED');
      expect(winner).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.kind === 'EXISTS') expect(outcome.record.runId).toBe(winner[0]?.runId);
      }
      const relayed: Job[] = [];
      await stores.worker.outbox.relay(1_000, (jobs) => Promise.resolve(void relayed.push(...jobs)));
      expect(relayed).toEqual(winner.flatMap(jobsOf));
    });

    it.each<[string, readonly Step[], Step, string, SimulationRunStatus['status'], readonly number[]]>([
      ['starts', [], RUNNING, 'APPLIED', 'RUNNING', []],
      ['starts again with its next seed', [RUNNING], RUNNING, 'UNCHANGED', 'RUNNING', []],
      ['keeps its seeds in any order', [RUNNING, kept(3)], kept(1), 'APPLIED', 'RUNNING', [1, 3]],
      ['keeps the first result of a seed', [RUNNING, kept(2)], kept(2, 'b'), 'UNCHANGED', 'RUNNING', [2]],
      ['keeps no seed before it starts', [], kept(1), 'REFUSED', 'QUEUED', []],
      ['is done with its last seed', [RUNNING, kept(3), kept(1)], kept(2), 'APPLIED', 'DONE', [1, 2, 3]],
      ['is not done because somebody says so', [RUNNING, kept(1)], DONE, 'REFUSED', 'RUNNING', [1]],
      ['is over once done', [RUNNING, kept(1), kept(2), kept(3)], CANCELLED, 'REFUSED', 'DONE', [1, 2, 3]],
      ['does not run once done', [RUNNING, kept(1), kept(2), kept(3)], RUNNING, 'REFUSED', 'DONE', [1, 2, 3]],
      ['is cancelled before it starts', [], CANCELLED, 'APPLIED', 'CANCELLED', []],
      ['is cancelled with what it has', [RUNNING, kept(1)], CANCELLED, 'APPLIED', 'CANCELLED', [1]],
      ['is cancelled once', [CANCELLED], CANCELLED, 'UNCHANGED', 'CANCELLED', []],
      ['does not run once cancelled', [CANCELLED], RUNNING, 'REFUSED', 'CANCELLED', []],
      ['keeps no seed once cancelled', [RUNNING, CANCELLED], kept(1), 'REFUSED', 'CANCELLED', []],
      ['does not fail once cancelled', [CANCELLED], FAILED, 'REFUSED', 'CANCELLED', []],
      ['fails with what it has', [RUNNING, kept(1)], FAILED, 'APPLIED', 'FAILED', [1]],
      ['keeps the reason', [RUNNING, FAILED], OTHERWISE_FAILED, 'REFUSED', 'FAILED', []],
      ['keeps no seed once it failed', [RUNNING, FAILED], kept(1), 'REFUSED', 'FAILED', []],
    ])('%s', async (_, steps, last, outcome, status, seeds) => {
      const one = await created();
      const { simulationRuns } = stores.worker;
      for (const step of steps) expect(await take(simulationRuns, one, step)).toBe('APPLIED');
      expect(await take(simulationRuns, one, last)).toBe(outcome);
      expect(await simulationRuns.find('alpha', one.runId)).toMatchObject({ status, seedsDone: seeds.length });
      expect(await stores.api.simulationRuns.keptSeeds('alpha', one.runId)).toEqual(seeds.map((seed) => kept(seed)));
      expect(await simulationRuns.missingSeeds('alpha', one.runId)).toEqual(
        one.seeds.filter((seed) => !seeds.includes(seed)),
      );
    });

    it('is cancelled by the api too, and not by the api once settled', async () => {
      const [open1, settled] = [await created(), await created()];
      await take(stores.worker.simulationRuns, settled, FAILED);
      expect(await take(stores.api.simulationRuns, open1, CANCELLED)).toBe('APPLIED');
      expect(await take(stores.api.simulationRuns, settled, CANCELLED)).toBe('REFUSED');
      expect(await stores.api.simulationRuns.find('alpha', open1.runId)).toMatchObject(CANCELLED);
      expect(await stores.api.simulationRuns.find('alpha', settled.runId)).toMatchObject(FAILED);
    });

    it('of many workers with the same seeds at once each is kept once, and the last one ends the run', async () => {
      const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
      const one = await created({ seeds });
      const { simulationRuns } = stores.worker;
      await take(simulationRuns, one, RUNNING);
      const outcomes = await Promise.all([...seeds, ...seeds].map((seed) => take(simulationRuns, one, kept(seed))));
      expect(outcomes.filter((outcome) => outcome === 'APPLIED')).toHaveLength(8);
      expect(outcomes.filter((outcome) => outcome === 'UNCHANGED')).toHaveLength(8);
      expect(await simulationRuns.find('alpha', one.runId)).toMatchObject({ status: 'DONE', seedsDone: 8 });
    });

    it('a desk neither finds nor moves nor reads a run of another', async () => {
      const one = await created();
      await take(stores.worker.simulationRuns, one, RUNNING);
      await take(stores.worker.simulationRuns, one, kept(1));
      const asBeta = { ...one, deskId: 'beta' };
      const { simulationRuns } = stores.api;
      expect(await simulationRuns.find('beta', one.runId)).toBeUndefined();
      expect(await simulationRuns.experiment('beta', one.runId)).toBeUndefined();
      expect(await simulationRuns.keptSeeds('beta', one.runId)).toEqual([]);
      expect(await simulationRuns.missingSeeds('beta', one.runId)).toEqual([]);
      for (const step of [CANCELLED, kept(2)]) {
        expect(await take(stores.worker.simulationRuns, asBeta, step)).toBe('UNKNOWN');
      }
      expect(await simulationRuns.find('alpha', one.runId)).toMatchObject({ status: 'RUNNING', seedsDone: 1 });
    });

    it.each(['', 'nonsense', '__proto__', uuidV7()])('knows nothing under the id %j', async (runId) => {
      const { simulationRuns } = stores.worker;
      expect(await simulationRuns.find('alpha', runId)).toBeUndefined();
      expect(await simulationRuns.experiment('alpha', runId)).toBeUndefined();
      expect(await simulationRuns.keptSeeds('alpha', runId)).toEqual([]);
      expect(await simulationRuns.missingSeeds('alpha', runId)).toEqual([]);
      for (const step of [RUNNING, kept(1)])
        expect(await take(simulationRuns, { deskId: 'alpha', runId }, step)).toBe('UNKNOWN');
    });

    it('knows which runs of all desks are not settled, those that stand still longest first', async () => {
      const { simulationRuns } = stores.worker;
      const waiting = await created({ deskId: 'beta' });
      const [running, done, cancelled] = [await created(), await created({ seeds: [1] }), await created()];
      for (const one of [done, running]) await take(simulationRuns, one, RUNNING);
      await take(simulationRuns, done, kept(1));
      await take(simulationRuns, cancelled, CANCELLED);
      const mine = new Set([waiting, running, done, cancelled].map(({ runId }) => runId));
      const standing = (await simulationRuns.unsettled(0, 1_000)).filter(({ runId }) => mine.has(runId));
      expect(standing).toEqual([waiting, running].map(({ deskId, runId }) => ({ deskId, runId })));
      expect(await simulationRuns.unsettled(0, 1)).toHaveLength(1);
      expect(await simulationRuns.unsettled(60_000, 1_000)).toEqual([]);
    });

    it('announces every change to its desk', async () => {
      const mine = reading(stores.api.events, 'alpha', 'SIMULATION_RUN_UPDATED');
      const theirs = reading(stores.api.events, 'beta', 'SIMULATION_RUN_UPDATED');
      const one = await created();
      expect(await mine.next(1)).toEqual([one.runId]);
      for (const step of [RUNNING, kept(1), kept(2), CANCELLED]) {
        await take(stores.worker.simulationRuns, one, step);
        expect(await mine.next(1)).toEqual([one.runId]);
      }
      const last = await created({ deskId: 'beta' });
      expect(await theirs.next(1)).toEqual([last.runId]);
      await Promise.all([mine.end(), theirs.end()]);
    });
  });
};
