import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { jobId, type Job } from '#application/jobs';
import { analysisJobs, type Analysis } from '#application/ports';
import { analysis } from '../factories/records.js';
import { type Stores } from './stores.js';

jest.setTimeout(60_000);

const jobOf = (one: Analysis): Job => analysisJobs(one, [0])[0]!;

/** What every Outbox does. */
export const outboxContract = (name: string, open: () => Promise<Stores>): void => {
  describe(`Outbox in ${name}`, () => {
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
    beforeEach(drain);

    /** Of one part, so that one job follows it. */
    const created = async (overrides: Partial<Analysis> = {}): Promise<Analysis> => {
      const one = analysis({ rows: 1, rowsPerPart: 1, ...overrides });
      await stores.api.analyses.create(one);
      return one;
    };

    it('relays jobs in order, each once', async () => {
      const jobs: Job[] = [];
      for (let i = 0; i < 10; i += 1) jobs.push(jobOf(await created()));
      const relayed: Job[] = [];
      const deliver = (some: readonly Job[]): Promise<void> => Promise.resolve(void relayed.push(...some));
      const counts = [];
      for (let i = 0; i < 4; i += 1) counts.push(await stores.worker.outbox.relay(4, deliver));
      expect(counts).toEqual([4, 4, 2, 0]);
      expect(relayed).toEqual(jobs);
    });

    it('keeps what could not be delivered', async () => {
      const job = jobOf(await created());
      const broken = (): Promise<void> => Promise.reject(new Error('queue is down'));
      await expect(stores.worker.outbox.relay(10, broken)).rejects.toThrow('queue is down');
      expect(await drain()).toEqual([job]);
      expect(await drain()).toEqual([]);
    });

    it('relays that run at once take different jobs', async () => {
      const ids: string[] = [];
      for (let i = 0; i < 40; i += 1) ids.push(jobId(jobOf(await created({ deskId: i % 2 === 0 ? 'alpha' : 'beta' }))));
      const relayed: Job[] = [];
      const slowly = async (jobs: readonly Job[]): Promise<void> => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        relayed.push(...jobs);
      };
      await Promise.all([1, 2, 3, 4].map(() => stores.worker.outbox.relay(10, slowly)));
      expect(relayed).toHaveLength(40);
      expect(new Set(relayed.map(jobId))).toEqual(new Set(ids));
    });
  });
};
