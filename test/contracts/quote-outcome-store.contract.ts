import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  type KeptQuoteOutcome,
  type LearnedModelsStore,
  type LearnedVersion,
  type Outbox,
  type QuoteOutcomeStore,
  type TradeFollowUp,
} from '#application/ports';
import { type Job } from '#application/jobs';
import { uuidV7 } from '../factories/records.js';

jest.setTimeout(60_000);

/** The stores that a desk learns from and into, with the desks alpha and beta, as the two processes hold them. */
export interface OpenQuoteOutcomes {
  readonly api: { readonly outcomes: QuoteOutcomeStore; readonly learned: LearnedModelsStore };
  readonly worker: {
    readonly outcomes: QuoteOutcomeStore;
    readonly learned: LearnedModelsStore;
    readonly outbox: Outbox;
  };
  close(): Promise<void>;
}

const outcome = (quoteId: string = uuidV7()): KeptQuoteOutcome => ({
  quoteId,
  instrumentId: 'SIM-ALPHA',
  client: 'FUND',
  dealerDesk: null,
  regime: 'calm',
  clientSide: 'BUY',
  currency: 'USD',
  quantity: 1_000,
  participation: 0.001,
  price: 100.05,
  mid: 100,
  outcome: { reducedSpread: 1, competitors: 3, kind: 'DONE_WITH_COVER', cover: 1.5 },
});

const FOLLOW_UP: TradeFollowUp = {
  midAfter: 100.02,
  lastMid: 100.01,
  againstBps: 1.5,
  hedges: [{ quantity: 500, price: 100.03 }],
};

const version = (upTo: number): LearnedVersion => ({
  upTo,
  models: { format: 2, outcomes: upTo, pooled: null, segments: {}, clients: {} },
});

/** What every QuoteOutcomeStore and LearnedModelsStore do. */
export const quoteOutcomeStoreContract = (name: string, open: () => Promise<OpenQuoteOutcomes>): void => {
  describe(`QuoteOutcomeStore and LearnedModelsStore in ${name}`, () => {
    let opened: OpenQuoteOutcomes;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    const none = (): readonly Job[] => [];
    const idsOf = async (deskId: string): Promise<readonly string[]> =>
      (await opened.worker.outcomes.outcomes(deskId, 0, 1_000)).map(({ quoteId }) => quoteId);

    it('keeps each outcome once, numbered without gaps in the order of keeping, and leaves its jobs once', async () => {
      const { outcomes } = opened.api;
      const one = outcome();
      const jobs = (ordinal: number): readonly Job[] => [
        { name: 'hitmodel.fit', payload: { deskId: 'alpha', upTo: ordinal } },
      ];
      const [before] = (await outcomes.outcomes('alpha', 0, 1_000)).slice(-1);
      const first = (before?.ordinal ?? 0) + 1;
      expect(await outcomes.append('alpha', one, jobs)).toEqual({ kind: 'KEPT', ordinal: first });
      expect(await outcomes.append('alpha', { ...one, price: 1 }, jobs)).toEqual({ kind: 'EXISTS' });
      expect(await opened.worker.outcomes.outcomes('alpha', first - 1, 5)).toEqual([
        { ...one, ordinal: first, followUp: null },
      ]);
      const relayed: Job[] = [];
      await opened.worker.outbox.relay(10, (some) => Promise.resolve(void relayed.push(...some)));
      expect(relayed).toEqual(jobs(first));
    });

    it('numbers concurrent outcomes without gaps, and of repeats keeps one', async () => {
      const before = (await idsOf('beta')).length;
      const fresh = Array.from({ length: 12 }, () => outcome());
      const all = [...fresh, ...fresh.slice(0, 4)];
      const kept = await Promise.all(all.map((one) => opened.api.outcomes.append('beta', one, none)));
      const ordinals = kept.flatMap((one) => (one.kind === 'KEPT' ? [one.ordinal] : []));
      expect(ordinals.sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => before + 1 + i));
      expect([...(await idsOf('beta'))].slice(before).sort()).toEqual(fresh.map(({ quoteId }) => quoteId).sort());
    });

    it('adds what becomes known of a trade, to the own one only', async () => {
      const { outcomes } = opened.api;
      const one = outcome();
      await outcomes.append('alpha', one, none);
      expect(await outcomes.follow('beta', one.quoteId, FOLLOW_UP)).toBe(false);
      expect(await outcomes.follow('alpha', uuidV7(), FOLLOW_UP)).toBe(false);
      expect(await outcomes.follow('alpha', one.quoteId, FOLLOW_UP)).toBe(true);
      const later = { ...FOLLOW_UP, lastMid: 99 };
      expect(await outcomes.follow('alpha', one.quoteId, later)).toBe(true);
      expect((await outcomes.outcomes('alpha', 0, 1_000)).at(-1)).toMatchObject({ ...one, followUp: later });
      expect(await outcomes.find('alpha', one.quoteId)).toMatchObject({ ...one, followUp: later });
      expect(await outcomes.find('beta', one.quoteId)).toBeUndefined();
    });

    it('reads pages', async () => {
      const ids = await idsOf('beta');
      const page = await opened.api.outcomes.outcomes('beta', 3, 2);
      expect(page.map(({ quoteId }) => quoteId)).toEqual(ids.slice(3, 5));
      expect(await opened.api.outcomes.outcomes('beta', ids.length, 2)).toEqual([]);
    });

    it('keeps versions of what was learned for good, and serves the one that learned from most', async () => {
      const { learned } = opened.worker;
      expect(await opened.api.learned.latest('alpha')).toBeUndefined();
      expect(await learned.keep('alpha', version(200))).toBe(true);
      expect(await learned.keep('alpha', version(100))).toBe(true);
      expect(await learned.keep('alpha', { ...version(200), models: version(1).models })).toBe(false);
      expect(await Promise.all([100, 150].map((upTo) => learned.isKept('alpha', upTo)))).toEqual([true, false]);
      expect(await learned.isKept('beta', 100)).toBe(false);
      expect(await opened.api.learned.latest('alpha')).toEqual(version(200));
      expect(await opened.api.learned.versions('alpha', 10)).toEqual([200, 100]);
      expect(await opened.api.learned.versions('alpha', 1)).toEqual([200]);
      expect(await opened.api.learned.latest('beta')).toBeUndefined();
    });
  });
};
