import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Job } from '#application/jobs';
import { decision } from '../factories/records.js';
import { reading, type Stores } from './stores.js';

jest.setTimeout(60_000);

/** What every DecisionLog does. */
export const decisionLogContract = (name: string, open: () => Promise<Stores>): void => {
  describe(`DecisionLog in ${name}`, () => {
    let stores: Stores;
    beforeAll(async () => {
      stores = await open();
    });
    afterAll(() => stores.close());

    it('keeps a decision byte for byte', async () => {
      const { decisions } = stores.api;
      const one = decision({
        inputs: '{"b":1,"a":[1.50,0.1e-7],"a":2,"s":"\\u0000 é \u2028 𝒳 \\ud800"}',
        output: ' {"spaces" :  "stay"} ',
        decidedAt: '2012-06-21T13:30:00.017459617Z',
        kind: 'GENERATE_QUOTE',
        idempotencyKey: 'ключ __proto__ \' " \\ %s ${x} 🔑',
      });
      expect(await decisions.append(one)).toEqual({ kind: 'APPENDED' });
      const found = await decisions.find('alpha', one.decisionId);
      expect(found).toEqual({ ...one, createdAt: expect.stringMatching(/^\d{4}-.*Z$/) });
      expect(await decisions.findByIdempotencyKey('alpha', one.idempotencyKey)).toEqual(found);
    });

    it('keeps a large decision', async () => {
      const { decisions } = stores.api;
      const one = decision({ inputs: JSON.stringify('x'.repeat(2_000_000)) });
      await decisions.append(one);
      expect((await decisions.find('alpha', one.decisionId))?.inputs).toBe(one.inputs);
    });

    it('answers a repeat with the first decision, also under another id and content', async () => {
      const { decisions } = stores.api;
      const first = decision();
      await decisions.append(first);
      const repeat = decision({ idempotencyKey: first.idempotencyKey, requestHash: 'f'.repeat(64), output: '{}' });
      expect(await decisions.append(repeat)).toEqual({
        kind: 'EXISTS',
        record: { ...first, createdAt: expect.any(String) },
      });
      expect(await decisions.find('alpha', repeat.decisionId)).toBeUndefined();
    });

    it('one key a thousand times at once is one decision', async () => {
      const { decisions } = stores.api;
      const attempts = Array.from({ length: 1000 }, () => decision({ idempotencyKey: 'the same' }));
      const outcomes = await Promise.all(attempts.map((attempt) => decisions.append(attempt)));
      const winners = attempts.filter((_, i) => outcomes[i]?.kind === 'APPENDED');
      expect(winners).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.kind === 'EXISTS') expect(outcome.record.decisionId).toBe(winners[0]?.decisionId);
      }
    });

    it('one and the same decision at once is appended once', async () => {
      const { decisions } = stores.api;
      const one = decision();
      const outcomes = await Promise.all([one, one, one].map((attempt) => decisions.append(attempt)));
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['APPENDED', 'EXISTS', 'EXISTS']);
    });

    it('a decision that cannot be stored fails alone', async () => {
      const { decisions } = stores.api;
      const taken = decision();
      await decisions.append(taken);
      const attempts = Array.from({ length: 64 }, (_, i) =>
        i % 20 === 7 ? decision({ decisionId: taken.decisionId }) : decision(),
      );
      const settled = await Promise.allSettled(attempts.map((attempt) => decisions.append(attempt)));
      expect(settled.map(({ status }) => status)).toEqual(
        attempts.map(({ decisionId }) => (decisionId === taken.decisionId ? 'rejected' : 'fulfilled')),
      );
      for (const { decisionId } of attempts) expect(await decisions.find('alpha', decisionId)).toBeDefined();
      expect((await decisions.find('alpha', taken.decisionId))?.idempotencyKey).toBe(taken.idempotencyKey);
    });

    it('pages through a desk newest first', async () => {
      const { decisions } = stores.api;
      const mine = Array.from({ length: 7 }, () => decision({ deskId: 'beta' }));
      await Promise.all(mine.map((one) => decisions.append(one)));
      const newestFirst = mine.map(({ decisionId }) => decisionId).reverse();
      const pages: string[][] = [];
      let after: string | undefined;
      do {
        const page = await decisions.list('beta', 3, after);
        pages.push(page.records.map(({ decisionId }) => decisionId));
        after = page.nextCursor;
      } while (after !== undefined);
      expect(pages.map(({ length }) => length)).toEqual([3, 3, 1]);
      expect(pages.flat()).toEqual(newestFirst);
      expect((await decisions.list('beta', 7)).nextCursor).toBeUndefined();
    });

    it('a desk finds nothing of another, and its keys are its own', async () => {
      const { decisions } = stores.api;
      const mine = decision({ idempotencyKey: 'shared key' });
      await decisions.append(mine);
      expect(await decisions.find('beta', mine.decisionId)).toBeUndefined();
      expect(await decisions.findByIdempotencyKey('beta', 'shared key')).toBeUndefined();
      const theirs = decision({ deskId: 'beta', idempotencyKey: 'shared key' });
      expect(await decisions.append(theirs)).toEqual({ kind: 'APPENDED' });
      expect((await decisions.list('alpha', 1000)).records.every(({ deskId }) => deskId === 'alpha')).toBe(true);
    });

    it.each(['', 'nonsense', '__proto__', "' OR true --", '0', '00000000-0000-0000-0000-00000000000g'])(
      'finds nothing under the id %j',
      async (id) => {
        expect(await stores.api.decisions.find('alpha', id)).toBeUndefined();
      },
    );

    it('announces a decision to its desk when it is there to be found', async () => {
      const { decisions, events } = stores.api;
      const mine = reading(events, 'alpha', 'DECISION_MADE');
      const theirs = reading(events, 'beta', 'DECISION_MADE');
      const others = reading(events, 'alpha', 'ANALYSIS_UPDATED');
      const made = Array.from({ length: 250 }, () => decision());
      await Promise.all(made.map((one) => decisions.append(one)));
      const ids = await mine.next(250);
      expect(new Set(ids)).toEqual(new Set(made.map(({ decisionId }) => decisionId)));
      expect(await decisions.find('alpha', ids[0]!)).toBeDefined();
      const last = decision({ deskId: 'beta' });
      await decisions.append(last);
      expect(await theirs.next(1)).toEqual([last.decisionId]);
      await Promise.all([mine.end(), theirs.end(), others.end()]);
      expect(await others.next(1)).toEqual([]);
    });

    it('hands the jobs that follow a new decision to the outbox, and none for a repeat', async () => {
      const { decisions } = stores.api;
      const job: Job = { name: 'hitmodel.fit', payload: { deskId: 'alpha', upTo: 100 } };
      const one = decision();
      await Promise.all([decisions.append(decision()), decisions.append(one, [job]), decisions.append(decision())]);
      await decisions.append(decision({ idempotencyKey: one.idempotencyKey }), [job]);
      const relayed: Job[] = [];
      await stores.worker.outbox.relay(100, (jobs) => Promise.resolve(void relayed.push(...jobs)));
      expect(relayed).toEqual([job]);
    });
  });
};
