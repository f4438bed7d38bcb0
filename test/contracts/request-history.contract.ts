import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type QuoteRequestChange, type QuoteRequestStore, type RequestHistory } from '#application/ports';
import { quoteRequestOpening as opening, uuidV7 } from '../factories/records.js';

jest.setTimeout(60_000);

/** A history of the requests of a store, with the desks alpha to delta. */
export interface OpenRequestHistory {
  readonly requests: QuoteRequestStore;
  readonly history: RequestHistory;
  close(): Promise<void>;
}

const next = (before: QuoteRequestChange, status: QuoteRequestChange['status']): QuoteRequestChange => ({
  ...before,
  version: before.version + 1,
  idempotencyKey: `then ${uuidV7()}`,
  events: `["version ${before.version + 1}"]`,
  status,
});

/** What every RequestHistory does. */
export const requestHistoryContract = (name: string, open: () => Promise<OpenRequestHistory>): void => {
  describe(`RequestHistory in ${name}`, () => {
    let opened: OpenRequestHistory;
    let requests: QuoteRequestStore;
    let history: RequestHistory;
    beforeAll(async () => {
      opened = await open();
      ({ requests, history } = opened);
    });
    afterAll(() => opened.close());

    const append = async (...changes: readonly QuoteRequestChange[]): Promise<void> => {
      for (const change of changes) expect(await requests.append(change)).toEqual({ kind: 'APPENDED' });
    };
    const ids = async (deskId: string, revision = 0n, first = 100) =>
      (await history.writtenAfter(deskId, revision, first)).map(({ requestId }) => requestId);

    it('asks for the rows of requests that have ended, with all that happened, until they are written', async () => {
      const first = opening();
      const ended = next(first, 'PASSED');
      await append(first);
      expect(await history.behind('alpha', 10)).toEqual([]);
      await append(ended);
      const { requestId } = first;
      const due = { requestId, version: 2, changes: [first.events, ended.events] };
      expect(await history.behind('alpha', 10)).toEqual([due]);
      expect(await history.behind('alpha', 10)).toEqual([due]);
      expect(await history.write('alpha', [{ requestId, version: 2, row: '{"b":1.50}' }])).toBe(1);
      expect(await history.behind('alpha', 10)).toEqual([]);
      expect(await history.writtenAfter('alpha', 0n, 10)).toMatchObject([{ requestId, row: '{"b":1.50}' }]);
    });

    it('asks again when more becomes known of a request that has ended', async () => {
      const first = opening();
      const ended = next(first, 'TRADED');
      const later = next(ended, 'TRADED');
      await append(first, ended);
      const { requestId } = first;
      await history.write('alpha', [{ requestId, version: 2, row: 'old' }]);
      const [before] = (await history.writtenAfter('alpha', 0n, 100)).slice(-1);
      await append(later);
      expect(await history.behind('alpha', 10)).toMatchObject([{ requestId, version: 3 }]);
      await history.write('alpha', [{ requestId, version: 3, row: 'new' }]);
      expect(await history.writtenAfter('alpha', before!.revision, 10)).toMatchObject([{ requestId, row: 'new' }]);
      expect((await ids('alpha')).filter((id) => id === requestId)).toHaveLength(1);
    });

    it('is not turned back by an older row, nor by the same once more', async () => {
      const requestId = uuidV7();
      expect(await history.write('beta', [{ requestId, version: 2, row: 'new' }])).toBe(1);
      expect(await history.write('beta', [{ requestId, version: 1, row: 'old' }])).toBe(0);
      expect(await history.write('beta', [{ requestId, version: 2, row: 'again' }])).toBe(0);
      expect(await history.writtenAfter('beta', 0n, 10)).toMatchObject([{ requestId, row: 'new' }]);
    });

    it('remembers of a request that makes no row that nothing is due', async () => {
      const first = opening({ deskId: 'gamma' });
      await append(first, next(first, 'EXPIRED'));
      const { requestId } = first;
      await history.write('gamma', [{ requestId, version: 2 }]);
      expect(await history.behind('gamma', 10)).toEqual([]);
      const [written] = await history.writtenAfter('gamma', 0n, 10);
      expect(written).toEqual({ requestId, revision: written!.revision });
    });

    it('gives the newest rows, oldest of them first, and no other desk sees them', async () => {
      const written = Array.from({ length: 5 }, uuidV7);
      for (const requestId of written) await history.write('delta', [{ requestId, version: 1, row: requestId }]);
      expect(await ids('delta')).toEqual(written);
      expect(await ids('delta', 0n, 2)).toEqual(written.slice(-2));
      const [, second] = await history.writtenAfter('delta', 0n, 100);
      expect(await ids('delta', second!.revision)).toEqual(written.slice(2));
      expect(await ids('beta')).not.toContain(written[0]);
      expect(await history.write('delta', [])).toBe(0);
    });

    it('shows every write that was made at once with others, to whoever follows', async () => {
      const all = Array.from({ length: 40 }, uuidV7);
      const seen = new Set<string>();
      let revision = (await history.writtenAfter('delta', 0n, 1))[0]?.revision ?? 0n;
      const follow = async (): Promise<void> => {
        for (const row of await history.writtenAfter('delta', revision, 1_000)) {
          seen.add(row.requestId);
          ({ revision } = row);
        }
      };
      const writes = all.map((requestId) => history.write('delta', [{ requestId, version: 1, row: 'x' }]));
      for (let look = 0; look < 10; look += 1) await follow();
      await Promise.all(writes);
      await follow();
      expect([...seen].sort()).toEqual([...all].sort());
    });
  });
};
