import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Job } from '#application/jobs';
import {
  type ForecastBatch,
  type ForecastBatchOutcome,
  type ForecastBatchPart,
  type ForecastBatchStatus,
  type ForecastBatchStore,
} from '#application/ports';
import { forecastBatch, uuidV7 } from '../factories/records.js';
import { eventually } from './eventually.js';
import { reading, type Stores } from './stores.js';

jest.setTimeout(60_000);

const RUNNING: ForecastBatchStatus = { status: 'RUNNING' };
const DONE: ForecastBatchStatus = { status: 'DONE' };
const FAILED: ForecastBatchStatus = { status: 'FAILED', failureReason: 'the model is gone' };
const CANCELLED: ForecastBatchStatus = { status: 'CANCELLED' };
const EXPIRED: ForecastBatchStatus = { status: 'EXPIRED' };
const OTHERWISE_FAILED: ForecastBatchStatus = { status: 'FAILED', failureReason: 'nobody knows' };

const jobOf = ({ deskId, batchId, priority }: ForecastBatch): Job => ({
  name: 'impact.forecastBatch',
  payload: { deskId, batchId, priority },
});

/** Answers of `orders` orders from number `firstOrder` on. */
const part = (firstOrder: number, orders: number, text = 'a'): ForecastBatchPart => ({
  firstOrder,
  orders,
  answers: JSON.stringify(Array.from({ length: orders }, (_, i) => `${text}${firstOrder + i}`)),
});

type Step = ForecastBatchStatus | ForecastBatchPart;

/** What every ForecastBatchStore does. */
export const forecastBatchStoreContract = (name: string, open: () => Promise<Stores>): void => {
  describe(`ForecastBatchStore in ${name}`, () => {
    let stores: Stores;
    beforeAll(async () => {
      stores = await open();
    });
    afterAll(() => stores.close());

    const created = async (overrides: Partial<ForecastBatch> = {}): Promise<ForecastBatch> => {
      const one = forecastBatch({ orders: 6, ...overrides });
      expect(await stores.api.forecastBatches.create(one, [])).toEqual({ kind: 'CREATED' });
      return one;
    };

    const take = (
      store: ForecastBatchStore,
      { deskId, batchId }: ForecastBatch,
      step: Step,
    ): Promise<ForecastBatchOutcome | 'UNKNOWN'> =>
      'status' in step ? store.advance(deskId, batchId, step) : store.keepPart(deskId, batchId, step);

    it('keeps a batch as it was asked for, its inputs apart', async () => {
      const one = forecastBatch({ inputs: '{"b":1.50,"a":"é𝒳"}' });
      expect(await stores.api.forecastBatches.create(one, [])).toEqual({ kind: 'CREATED' });
      const { inputs, ...shown } = one;
      const found = await stores.api.forecastBatches.find('alpha', one.batchId);
      expect(found).toEqual({ ...shown, status: 'QUEUED', answered: 0, createdAt: expect.any(String) });
      expect(await stores.api.forecastBatches.findByIdempotencyKey('alpha', one.idempotencyKey)).toEqual(found);
      expect(await stores.worker.forecastBatches.find('alpha', one.batchId)).toEqual(found);
      expect(await stores.worker.forecastBatches.inputs('alpha', one.batchId)).toBe(inputs);
    });

    it('one key a hundred times at once is one batch and one job', async () => {
      const attempts = Array.from({ length: 100 }, () => forecastBatch({ idempotencyKey: 'the same' }));
      const outcomes = await Promise.all(attempts.map((one) => stores.api.forecastBatches.create(one, [jobOf(one)])));
      const winner = attempts.filter((_, i) => outcomes[i]?.kind === 'CREATED');
      expect(winner).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.kind === 'EXISTS') expect(outcome.record.batchId).toBe(winner[0]?.batchId);
      }
      const relayed: Job[] = [];
      await stores.worker.outbox.relay(1_000, (jobs) => Promise.resolve(void relayed.push(...jobs)));
      expect(relayed).toEqual(winner.map(jobOf));
    });

    it.each<[string, readonly Step[], Step, string, number]>([
      ['starts', [], RUNNING, 'APPLIED', 0],
      ['starts again after a crash', [RUNNING], RUNNING, 'UNCHANGED', 0],
      ['keeps its first part', [RUNNING], part(0, 4), 'APPLIED', 4],
      ['keeps the part after', [RUNNING, part(0, 4)], part(4, 2), 'APPLIED', 6],
      ['keeps the answers that it has', [RUNNING, part(0, 4)], part(0, 4, 'b'), 'UNCHANGED', 4],
      ['has no gaps', [RUNNING, part(0, 2)], part(4, 2), 'REFUSED', 2],
      ['keeps no part that begins in the middle of another', [RUNNING, part(0, 4)], part(2, 4), 'REFUSED', 4],
      ['keeps no part before it starts', [], part(0, 4), 'REFUSED', 0],
      ['keeps no part once it failed', [RUNNING, FAILED], part(0, 4), 'REFUSED', 0],
      ['is done when all is answered', [RUNNING, part(0, 6)], DONE, 'APPLIED', 6],
      ['is done once', [RUNNING, part(0, 6), DONE], DONE, 'UNCHANGED', 6],
      ['is not done before all is answered', [RUNNING, part(0, 4)], DONE, 'REFUSED', 4],
      ['does not run once done', [RUNNING, part(0, 6), DONE], RUNNING, 'REFUSED', 6],
      ['does not fail once done', [RUNNING, part(0, 6), DONE], FAILED, 'REFUSED', 6],
      ['fails before it starts', [], FAILED, 'APPLIED', 0],
      ['fails with what it has', [RUNNING, part(0, 4)], FAILED, 'APPLIED', 4],
      ['fails again for the same reason', [FAILED], FAILED, 'UNCHANGED', 0],
      ['keeps the reason', [FAILED], OTHERWISE_FAILED, 'REFUSED', 0],
      ['does not run once failed', [FAILED], RUNNING, 'REFUSED', 0],
      ['is cancelled before it starts', [], CANCELLED, 'APPLIED', 0],
      ['is cancelled with what it has', [RUNNING, part(0, 4)], CANCELLED, 'APPLIED', 4],
      ['is cancelled once', [CANCELLED], CANCELLED, 'UNCHANGED', 0],
      ['is not cancelled once done', [RUNNING, part(0, 6), DONE], CANCELLED, 'REFUSED', 6],
      ['does not run once cancelled', [CANCELLED], RUNNING, 'REFUSED', 0],
      ['keeps no part once cancelled', [RUNNING, CANCELLED], part(0, 4), 'REFUSED', 0],
      ['does not expire without a deadline', [RUNNING], EXPIRED, 'REFUSED', 0],
    ])('%s', async (_, steps, last, outcome, answered) => {
      const { inputs: __, ...one } = await created();
      const { forecastBatches } = stores.worker;
      for (const step of steps) expect(await take(forecastBatches, { ...one, inputs: '' }, step)).toBe('APPLIED');
      expect(await take(forecastBatches, { ...one, inputs: '' }, last)).toBe(outcome);
      const moves = [...steps, ...(outcome === 'APPLIED' ? [last] : [])].filter((step) => 'status' in step);
      expect(await forecastBatches.find('alpha', one.batchId)).toEqual({
        ...one,
        ...(moves.at(-1) ?? { status: 'QUEUED' }),
        answered,
        createdAt: expect.any(String),
      });
    });

    it('before its deadline is as any other', async () => {
      const one = await created({ withinSeconds: 3_600 });
      const { forecastBatches } = stores.worker;
      for (const step of [RUNNING, part(0, 4)]) expect(await take(forecastBatches, one, step)).toBe('APPLIED');
      expect(await take(forecastBatches, one, EXPIRED)).toBe('REFUSED');
      const found = (await forecastBatches.find('alpha', one.batchId))!;
      expect(found).toMatchObject({ status: 'RUNNING', answered: 4 });
      expect(found.deadline! > found.createdAt).toBe(true);
    });

    it('past its deadline is not begun, only ended', async () => {
      const one = await created({ withinSeconds: 0 });
      const { forecastBatches } = stores.worker;
      expect(await take(forecastBatches, one, RUNNING)).toBe('OVERDUE');
      expect(await take(forecastBatches, one, part(0, 4))).toBe('REFUSED');
      expect(await take(forecastBatches, one, EXPIRED)).toBe('APPLIED');
      expect(await take(forecastBatches, one, EXPIRED)).toBe('UNCHANGED');
      expect(await take(forecastBatches, one, RUNNING)).toBe('REFUSED');
      expect(await forecastBatches.find('alpha', one.batchId)).toMatchObject({ status: 'EXPIRED', answered: 0 });
    });

    it('whose deadline passes while it runs keeps what it has and takes no more', async () => {
      const one = await created({ withinSeconds: 1 });
      const { forecastBatches } = stores.worker;
      expect(await take(forecastBatches, one, RUNNING)).toBe('APPLIED');
      await eventually('it is overdue', async () => (await take(forecastBatches, one, RUNNING)) === 'OVERDUE');
      expect(await take(forecastBatches, one, part(0, 4))).toBe('OVERDUE');
      expect(await take(forecastBatches, one, EXPIRED)).toBe('APPLIED');
      expect(await forecastBatches.parts('alpha', one.batchId, 0, 6)).toEqual([]);
    });

    it('counts the orders of a desk that wait for an answer', async () => {
      const { forecastBatches } = stores.worker;
      const before = await forecastBatches.waitingOrders('beta');
      const [running, cancelled] = [await created({ deskId: 'beta' }), await created({ deskId: 'beta' })];
      await created();
      for (const step of [RUNNING, part(0, 4)]) await take(forecastBatches, running, step);
      await take(forecastBatches, cancelled, CANCELLED);
      expect(await stores.api.forecastBatches.waitingOrders('beta')).toBe(before + 2);
    });

    it('the api may cancel a batch', async () => {
      const [one, running] = [await created(), await created()];
      expect(await take(stores.api.forecastBatches, one, CANCELLED)).toBe('APPLIED');
      expect(await take(stores.api.forecastBatches, one, CANCELLED)).toBe('UNCHANGED');
      expect(await stores.worker.forecastBatches.find('alpha', one.batchId)).toMatchObject({ status: 'CANCELLED' });
      await take(stores.worker.forecastBatches, running, RUNNING);
      expect(await take(stores.api.forecastBatches, running, CANCELLED)).toBe('APPLIED');
    });

    it('gives the parts in which the orders asked for are', async () => {
      const one = await created();
      const parts = [part(0, 2), part(2, 2), part(4, 2)];
      for (const step of [RUNNING, ...parts]) await take(stores.worker.forecastBatches, one, step);
      const read = (from: number, to: number) => stores.api.forecastBatches.parts('alpha', one.batchId, from, to);
      expect(await read(0, 6)).toEqual(parts);
      expect(await read(1, 2)).toEqual([parts[0]]);
      expect(await read(1, 3)).toEqual([parts[0], parts[1]]);
      expect(await read(2, 4)).toEqual([parts[1]]);
      expect(await read(5, 100)).toEqual([parts[2]]);
      expect(await read(6, 100)).toEqual([]);
    });

    it('of many workers with the same part at once one keeps it', async () => {
      const one = await created();
      const { forecastBatches } = stores.worker;
      await take(forecastBatches, one, RUNNING);
      const outcomes = await Promise.all(
        ['a', 'b', 'c', 'd'].map((text) => take(forecastBatches, one, part(0, 4, text))),
      );
      expect(outcomes.filter((outcome) => outcome === 'APPLIED')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'UNCHANGED')).toHaveLength(3);
      expect(await forecastBatches.parts('alpha', one.batchId, 0, 6)).toHaveLength(1);
    });

    it('a desk neither finds nor moves nor reads a batch of another', async () => {
      const one = await created();
      await take(stores.worker.forecastBatches, one, RUNNING);
      await take(stores.worker.forecastBatches, one, part(0, 4));
      const asBeta = { ...one, deskId: 'beta' };
      expect(await stores.api.forecastBatches.find('beta', one.batchId)).toBeUndefined();
      expect(await stores.api.forecastBatches.inputs('beta', one.batchId)).toBeUndefined();
      expect(await stores.api.forecastBatches.parts('beta', one.batchId, 0, 6)).toEqual([]);
      expect(await take(stores.worker.forecastBatches, asBeta, FAILED)).toBe('UNKNOWN');
      expect(await take(stores.worker.forecastBatches, asBeta, part(4, 2))).toBe('UNKNOWN');
      expect(await stores.api.forecastBatches.find('alpha', one.batchId)).toMatchObject({
        status: 'RUNNING',
        answered: 4,
      });
    });

    it.each(['', 'nonsense', '__proto__', uuidV7()])('knows nothing under the id %j', async (batchId) => {
      const { forecastBatches } = stores.worker;
      expect(await forecastBatches.find('alpha', batchId)).toBeUndefined();
      expect(await forecastBatches.inputs('alpha', batchId)).toBeUndefined();
      expect(await forecastBatches.parts('alpha', batchId, 0, 6)).toEqual([]);
      for (const step of [RUNNING, part(0, 1)])
        expect(await take(forecastBatches, forecastBatch({ batchId }), step)).toBe('UNKNOWN');
    });

    it('knows which batches of all desks are not settled, those that stand still longest first', async () => {
      const { forecastBatches } = stores.worker;
      const waiting = await created({ deskId: 'beta' });
      const [running, done, failed] = [await created(), await created(), await created()];
      for (const one of [done, running]) await take(forecastBatches, one, RUNNING);
      await take(forecastBatches, done, part(0, 6));
      await take(forecastBatches, done, DONE);
      await take(forecastBatches, failed, FAILED);
      const mine = new Set([waiting, running, done, failed].map(({ batchId }) => batchId));
      const standing = (await forecastBatches.unsettled(0, 1_000)).filter(({ batchId }) => mine.has(batchId));
      expect(standing).toEqual(
        [waiting, running].map(({ deskId, batchId, priority }) => ({ deskId, batchId, priority })),
      );
      expect(await forecastBatches.unsettled(0, 1)).toHaveLength(1);
      expect(await forecastBatches.unsettled(60_000, 1_000)).toEqual([]);
    });

    it('announces every change to its desk', async () => {
      const mine = reading(stores.api.events, 'alpha', 'FORECAST_BATCH_UPDATED');
      const theirs = reading(stores.api.events, 'beta', 'FORECAST_BATCH_UPDATED');
      const one = await created();
      expect(await mine.next(1)).toEqual([one.batchId]);
      for (const step of [RUNNING, part(0, 6), DONE]) {
        await take(stores.worker.forecastBatches, one, step);
        expect(await mine.next(1)).toEqual([one.batchId]);
      }
      const last = await created({ deskId: 'beta' });
      expect(await theirs.next(1)).toEqual([last.batchId]);
      await Promise.all([mine.end(), theirs.end()]);
    });
  });
};
