import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type QuoteRequestChange, type QuoteRequestFilter, type QuoteRequestStore } from '#application/ports';
import { quoteRequestOpening as opening, uuidV7 } from '../factories/records.js';

jest.setTimeout(60_000);

/** A store with the desks alpha, beta and gamma. */
export interface OpenQuoteRequestStore {
  readonly store: QuoteRequestStore;
  close(): Promise<void>;
}

const { expiresAt: EXPIRES_AT } = opening();
/** While it is open. */
const at = EXPIRES_AT - 1n;

/** What follows a change. */
const next = (before: QuoteRequestChange, overrides: Partial<QuoteRequestChange> = {}): QuoteRequestChange => ({
  ...before,
  version: before.version + 1,
  idempotencyKey: `then ${uuidV7()}`,
  events: `["version ${before.version + 1}"]`,
  ...overrides,
});

/** What every QuoteRequestStore does. */
export const quoteRequestStoreContract = (name: string, open: () => Promise<OpenQuoteRequestStore>): void => {
  describe(`QuoteRequestStore in ${name}`, () => {
    let opened: OpenQuoteRequestStore;
    let store: QuoteRequestStore;
    beforeAll(async () => {
      opened = await open();
      ({ store } = opened);
    });
    afterAll(() => opened.close());

    it('keeps the events of every change byte for byte, in order', async () => {
      const first = opening({ events: '[{"b":1,"a":[1.50,0.1e-7],"s":"é \u2028 𝒳"}]' });
      const second = next(first, { events: ' [ "spaces stay" ] ' });
      const third = next(second);
      for (const change of [first, second, third]) expect(await store.append(change)).toEqual({ kind: 'APPENDED' });
      const events = [first, second, third].map((change) => change.events);
      expect(await store.changes('alpha', first.requestId, 0)).toEqual(events);
      expect(await store.changes('alpha', first.requestId, 2)).toEqual(events.slice(2));
      expect(await store.changes('alpha', first.requestId, 3)).toEqual([]);
    });

    it('answers a repeat with the first change of its key, whatever it is of now', async () => {
      const first = opening();
      const second = next(first, { idempotencyKey: 'ключ __proto__ \' " \\ %s ${x} 🔑' });
      await store.append(first);
      await store.append(second);
      const { requestId, version, requestHash } = second;
      const change = { requestId, version, requestHash };
      for (const repeat of [second, { ...second, version: 3, requestHash: 'f'.repeat(64) }]) {
        expect(await store.append(repeat)).toEqual({ kind: 'EXISTS', change });
      }
      const elsewhere = opening({ idempotencyKey: second.idempotencyKey });
      expect(await store.append(elsewhere)).toEqual({ kind: 'EXISTS', change });
      expect(await store.changes('alpha', elsewhere.requestId, 0)).toEqual([]);
      expect(await store.findByIdempotencyKey('alpha', second.idempotencyKey)).toEqual(change);
      expect(await store.findByIdempotencyKey('alpha', 'never used')).toBeUndefined();
    });

    it.each([
      ['a version that is taken', 2],
      ['the opening again', 1],
      ['a version behind a gap', 4],
    ])('refuses %s, and writes nothing', async (_, version) => {
      const first = opening();
      await store.append(first);
      await store.append(next(first));
      const change = next(first, { version });
      expect(await store.append(change)).toEqual({ kind: 'CONFLICT' });
      expect(await store.changes('alpha', first.requestId, 0)).toHaveLength(2);
      expect(await store.findByIdempotencyKey('alpha', change.idempotencyKey)).toBeUndefined();
    });

    it('refuses a change of a request that was never opened', async () => {
      expect(await store.append(next(opening()))).toEqual({ kind: 'CONFLICT' });
    });

    it('of a hundred changes of one version at once one is appended', async () => {
      const first = opening();
      await store.append(first);
      const attempts = Array.from({ length: 100 }, (_, i) => next(first, { events: `[${i}]` }));
      const outcomes = await Promise.all(attempts.map((attempt) => store.append(attempt)));
      const winners = attempts.filter((_, i) => outcomes[i]?.kind === 'APPENDED');
      expect(winners).toHaveLength(1);
      expect(outcomes.filter(({ kind }) => kind === 'CONFLICT')).toHaveLength(99);
      expect(await store.changes('alpha', first.requestId, 1)).toEqual(winners.map(({ events }) => events));
    });

    it('of one key a hundred times at once one is appended', async () => {
      const attempts = Array.from({ length: 100 }, () => opening({ idempotencyKey: 'the same' }));
      const outcomes = await Promise.all(attempts.map((attempt) => store.append(attempt)));
      const winners = attempts.filter((_, i) => outcomes[i]?.kind === 'APPENDED');
      expect(winners).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.kind === 'EXISTS') expect(outcome.change.requestId).toBe(winners[0]?.requestId);
      }
      const read = await Promise.all(attempts.map(({ requestId }) => store.changes('alpha', requestId, 0)));
      expect(read.filter((events) => events.length > 0)).toHaveLength(1);
    });

    it('changes of many requests at once are all there', async () => {
      const requests = Array.from({ length: 300 }, () => opening());
      expect(new Set(await Promise.all(requests.map(async (one) => (await store.append(one)).kind)))).toEqual(
        new Set(['APPENDED']),
      );
      await Promise.all(requests.map((one) => store.append(next(one))));
      for (const { requestId } of requests) expect(await store.changes('alpha', requestId, 0)).toHaveLength(2);
    });

    it('pages through the requests of a desk newest first, by status and by leg', async () => {
      const requests = Array.from({ length: 7 }, (_, i) =>
        opening({ deskId: 'beta', instrumentIds: i % 2 === 0 ? ['NEAR', 'FAR'] : ['NEAR'] }),
      );
      for (const request of requests) await store.append(request);
      for (const request of requests.slice(0, 4)) await store.append(next(request, { status: 'TRADED' }));
      const pages = async (filter: Partial<QuoteRequestFilter>): Promise<readonly string[][]> => {
        const shown: string[][] = [];
        let after: string | undefined;
        do {
          const page = await store.list('beta', { at, ...filter }, 3, after);
          shown.push(page.requests.map(({ requestId }) => requestId));
          after = page.nextCursor;
        } while (after !== undefined);
        return shown;
      };
      const ids = requests.map(({ requestId }) => requestId);
      const newestOf = (...which: number[]) => which.map((i) => ids[i]);
      expect(await pages({})).toEqual([newestOf(6, 5, 4), newestOf(3, 2, 1), newestOf(0)]);
      expect(await pages({ status: 'TRADED' })).toEqual([newestOf(3, 2, 1), newestOf(0)]);
      expect(await pages({ instrumentId: 'FAR', status: 'OPEN' })).toEqual([newestOf(6, 4)]);
      expect(await pages({ instrumentId: "' OR true --" })).toEqual([[]]);
      expect((await store.list('beta', { at }, 1)).requests).toEqual([
        { requestId: ids[6], version: 1, status: 'OPEN', instrumentIds: ['NEAR', 'FAR'] },
      ]);
    });

    it('lists an open request as expired from its expiry on, to the nanosecond, though nobody recorded that', async () => {
      const [early, late, traded] = [
        opening({ deskId: 'gamma' }),
        opening({ deskId: 'gamma', expiresAt: EXPIRES_AT + 1n }),
        opening({ deskId: 'gamma' }),
      ];
      for (const request of [early, late, traded]) await store.append(request);
      await store.append(next(traded, { status: 'TRADED' }));
      const listed = async (when: bigint, status?: 'OPEN' | 'EXPIRED' | 'TRADED') => {
        const filter = { at: when, ...(status !== undefined && { status }) };
        const { requests } = await store.list('gamma', filter, 10);
        return requests.map((row) => [row.requestId, row.status]);
      };
      const [first, second, third] = [early, late, traded].map(({ requestId }) => requestId);
      expect(await listed(at, 'OPEN')).toEqual([
        [second, 'OPEN'],
        [first, 'OPEN'],
      ]);
      expect(await listed(at, 'EXPIRED')).toEqual([]);
      expect(await listed(EXPIRES_AT, 'OPEN')).toEqual([[second, 'OPEN']]);
      expect(await listed(EXPIRES_AT, 'EXPIRED')).toEqual([[first, 'EXPIRED']]);
      expect(await listed(EXPIRES_AT + 1n)).toEqual([
        [third, 'TRADED'],
        [second, 'EXPIRED'],
        [first, 'EXPIRED'],
      ]);
    });

    it('tells of which requests of any desk something is due, in pages', async () => {
      // Long before the others of this file.
      const [due, later] = [1_000n, 1_001n];
      const early = ['alpha', 'beta', 'gamma', 'alpha'].map((deskId) => opening({ deskId, dueAt: due }));
      const [late, never, moved, settled] = [later, undefined, due - 1n, due].map((dueAt) =>
        opening(dueAt === undefined ? {} : { dueAt }),
      );
      for (const request of [...early, late!, never!, moved!, settled!]) await store.append(request);
      await store.append(next(moved!, { status: 'PASSED', dueAt: later }));
      const { dueAt: _, ...nothingMore } = next(settled!, { status: 'TRADED' });
      await store.append(nothingMore);
      const wanted = early.map(({ deskId, requestId }) => ({ deskId, requestId, version: 1 }));
      expect(await store.due(due - 1n, 10)).toEqual({ requests: [] });
      expect(await store.due(due, 10)).toEqual({ requests: wanted });
      const page = await store.due(due, 3);
      expect(page).toEqual({ requests: wanted.slice(0, 3), nextCursor: wanted[2]?.requestId });
      expect(await store.due(due, 3, page.nextCursor)).toEqual({ requests: wanted.slice(3) });
      const afterwards = [late!, moved!].map(({ deskId, requestId }, i) => ({ deskId, requestId, version: 1 + i }));
      expect((await store.due(later, 10)).requests.slice(-2)).toEqual(afterwards);
    });

    it('a desk finds and changes nothing of another, and its keys are its own', async () => {
      const mine = opening({ idempotencyKey: 'shared key' });
      await store.append(mine);
      expect(await store.changes('beta', mine.requestId, 0)).toEqual([]);
      expect(await store.findByIdempotencyKey('beta', 'shared key')).toBeUndefined();
      expect(await store.append(next(mine, { deskId: 'beta' }))).toEqual({ kind: 'CONFLICT' });
      expect(await store.append(opening({ deskId: 'beta', idempotencyKey: 'shared key' }))).toEqual({
        kind: 'APPENDED',
      });
      const listed = await store.list('beta', { at }, 1_000);
      expect(listed.requests.map(({ requestId }) => requestId)).not.toContain(mine.requestId);
    });

    it.each(['', 'nonsense', '__proto__', "' OR true --", '00000000-0000-0000-0000-00000000000g'])(
      'finds nothing under the id %j',
      async (id) => {
        expect(await store.changes('alpha', id, 0)).toEqual([]);
      },
    );
  });
};
