import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Job } from '#application/jobs';
import { type ScenarioProgress, type Scenario } from '#application/ports';
import { scenario, uuidV7 } from '../factories/records.js';
import { reading, type Stores } from './stores.js';

jest.setTimeout(60_000);

const RUNNING: ScenarioProgress = { status: 'RUNNING' };
const DONE: ScenarioProgress = { status: 'DONE', result: '{"rows":[]}' };
const OTHER: ScenarioProgress = { status: 'DONE', result: '{"rows":[1]}' };
const FAILED: ScenarioProgress = { status: 'FAILED', failureReason: 'the model is gone' };

const jobOf = ({ deskId, scenarioId }: Scenario): Job => ({
  name: 'scenario.analyse',
  payload: { deskId, scenarioId },
});

/** What every ScenarioStore does. */
export const scenarioStoreContract = (name: string, open: () => Promise<Stores>): void => {
  describe(`ScenarioStore in ${name}`, () => {
    let stores: Stores;
    beforeAll(async () => {
      stores = await open();
    });
    afterAll(() => stores.close());

    const drain = async (): Promise<Job[]> => {
      const relayed: Job[] = [];
      await stores.worker.outbox.relay(1000, (jobs) => Promise.resolve(void relayed.push(...jobs)));
      return relayed;
    };

    it('keeps a scenario as it was asked for', async () => {
      const { scenarios } = stores.api;
      const one = scenario({ inputs: '{"b":1.50,"a":"é𝒳"}' });
      expect(await scenarios.create(one, [])).toEqual({ kind: 'CREATED' });
      const found = await scenarios.find('alpha', one.scenarioId);
      expect(found).toEqual({ ...one, status: 'QUEUED', createdAt: expect.any(String) });
      expect(await scenarios.findByIdempotencyKey('alpha', one.idempotencyKey)).toEqual(found);
      expect(await stores.worker.scenarios.find('alpha', one.scenarioId)).toEqual(found);
    });

    it('one key a hundred times at once is one scenario and one job', async () => {
      await drain();
      const attempts = Array.from({ length: 100 }, () => scenario({ idempotencyKey: 'the same' }));
      const outcomes = await Promise.all(attempts.map((one) => stores.api.scenarios.create(one, [jobOf(one)])));
      const winner = attempts.filter((_, i) => outcomes[i]?.kind === 'CREATED');
      expect(winner).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.kind === 'EXISTS') expect(outcome.record.scenarioId).toBe(winner[0]?.scenarioId);
      }
      expect(await drain()).toEqual(winner.map(jobOf));
    });

    it.each([
      ['starts', [], RUNNING, 'APPLIED'],
      ['starts again after a crash', [RUNNING], RUNNING, 'UNCHANGED'],
      ['completes', [RUNNING], DONE, 'APPLIED'],
      ['completes again with the same result', [RUNNING, DONE], DONE, 'UNCHANGED'],
      ['keeps its first result', [RUNNING, DONE], OTHER, 'REFUSED'],
      ['does not complete before it starts', [], DONE, 'REFUSED'],
      ['does not run once done', [RUNNING, DONE], RUNNING, 'REFUSED'],
      ['does not fail once done', [RUNNING, DONE], FAILED, 'REFUSED'],
      ['fails before it starts', [], FAILED, 'APPLIED'],
      ['fails while it runs', [RUNNING], FAILED, 'APPLIED'],
      ['fails again for the same reason', [FAILED], FAILED, 'UNCHANGED'],
      ['does not run once failed', [FAILED], RUNNING, 'REFUSED'],
      ['does not complete once failed', [RUNNING, FAILED], DONE, 'REFUSED'],
    ] as const)('%s', async (_, steps, last, outcome) => {
      const one = scenario();
      await stores.api.scenarios.create(one, []);
      const { scenarios } = stores.worker;
      for (const step of steps) expect(await scenarios.advance('alpha', one.scenarioId, step)).toBe('APPLIED');
      expect(await scenarios.advance('alpha', one.scenarioId, last)).toBe(outcome);
      const where = outcome === 'APPLIED' ? last : (steps.at(-1) ?? { status: 'QUEUED' });
      expect(await scenarios.find('alpha', one.scenarioId)).toEqual({
        ...one,
        ...where,
        createdAt: expect.any(String),
      });
    });

    it('of many workers completing at once one is applied', async () => {
      const one = scenario();
      await stores.api.scenarios.create(one, []);
      const { scenarios } = stores.worker;
      await scenarios.advance('alpha', one.scenarioId, RUNNING);
      const outcomes = await Promise.all(
        [DONE, OTHER, DONE, OTHER].map((to) => scenarios.advance('alpha', one.scenarioId, to)),
      );
      expect(outcomes.filter((outcome) => outcome === 'APPLIED')).toHaveLength(1);
    });

    it('a desk neither finds nor moves a scenario of another', async () => {
      const one = scenario();
      await stores.api.scenarios.create(one, []);
      expect(await stores.api.scenarios.find('beta', one.scenarioId)).toBeUndefined();
      expect(await stores.worker.scenarios.advance('beta', one.scenarioId, FAILED)).toBe('UNKNOWN');
      expect((await stores.api.scenarios.find('alpha', one.scenarioId))?.status).toBe('QUEUED');
    });

    it.each(['', 'nonsense', '__proto__', uuidV7()])('knows nothing under the id %j', async (id) => {
      expect(await stores.api.scenarios.find('alpha', id)).toBeUndefined();
      expect(await stores.worker.scenarios.advance('alpha', id, RUNNING)).toBe('UNKNOWN');
    });

    it('knows which scenarios of all desks are not settled, those that stand still longest first', async () => {
      const { scenarios } = stores.worker;
      const [waiting, running, done, failed] = [scenario({ deskId: 'beta' }), scenario(), scenario(), scenario()];
      for (const one of [waiting, running, done, failed]) await stores.api.scenarios.create(one, []);
      for (const one of [done, running]) await scenarios.advance('alpha', one.scenarioId, RUNNING);
      await scenarios.advance('alpha', done.scenarioId, DONE);
      await scenarios.advance('alpha', failed.scenarioId, FAILED);
      const mine = new Set([waiting, running, done, failed].map(({ scenarioId }) => scenarioId));
      const standing = (await scenarios.unsettled(0, 1000)).filter(({ scenarioId }) => mine.has(scenarioId));
      expect(standing).toEqual([waiting, running].map(({ deskId, scenarioId }) => ({ deskId, scenarioId })));
      expect(await scenarios.unsettled(0, 1)).toHaveLength(1);
      expect(await scenarios.unsettled(60_000, 1000)).toEqual([]);
    });

    it('announces every change to its desk', async () => {
      const mine = reading(stores.api.events, 'alpha', 'SCENARIO_UPDATED');
      const theirs = reading(stores.api.events, 'beta', 'SCENARIO_UPDATED');
      const one = scenario();
      await stores.api.scenarios.create(one, []);
      expect(await mine.next(1)).toEqual([one.scenarioId]);
      await stores.worker.scenarios.advance('alpha', one.scenarioId, RUNNING);
      expect(await mine.next(1)).toEqual([one.scenarioId]);
      await stores.worker.scenarios.advance('alpha', one.scenarioId, DONE);
      expect(await mine.next(1)).toEqual([one.scenarioId]);
      const last = scenario({ deskId: 'beta' });
      await stores.api.scenarios.create(last, []);
      expect(await theirs.next(1)).toEqual([last.scenarioId]);
      await Promise.all([mine.end(), theirs.end()]);
    });
  });
};
