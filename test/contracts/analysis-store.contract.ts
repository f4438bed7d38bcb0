import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Job } from '#application/jobs';
import { type Analysis, type AnalysisPart, type AnalysisStatus, type AnalysisStore } from '#application/ports';
import { analysis, uuidV7 } from '../factories/records.js';
import { reading, type Stores } from './stores.js';

jest.setTimeout(60_000);

const RUNNING: AnalysisStatus = { status: 'RUNNING' };
const DONE: AnalysisStatus = { status: 'DONE' };
const CANCELLED: AnalysisStatus = { status: 'CANCELLED' };
const FAILED: AnalysisStatus = { status: 'FAILED', failureReason: 'part 2: a thread ended' };

const kept = (part: number, text = 'a'): AnalysisPart => ({ part, rows: `[{"${text}":${part}.50}]` });

type Step = AnalysisStatus | AnalysisPart;

/** What every AnalysisStore does. The analyses have three parts unless it is said. */
export const analysisStoreContract = (name: string, open: () => Promise<Stores>): void => {
  describe(`AnalysisStore in ${name}`, () => {
    let stores: Stores;
    beforeAll(async () => {
      stores = await open();
    });
    afterAll(() => stores.close());

    const created = async (overrides: Partial<Analysis> = {}): Promise<Analysis> => {
      const one = analysis(overrides);
      expect(await stores.api.analyses.create(one)).toEqual({ kind: 'CREATED' });
      return one;
    };

    const take = (
      store: AnalysisStore,
      { deskId, analysisId }: Pick<Analysis, 'deskId' | 'analysisId'>,
      step: Step,
    ): Promise<'APPLIED' | 'UNCHANGED' | 'REFUSED' | 'UNKNOWN'> =>
      'status' in step ? store.advance(deskId, analysisId, step) : store.keepPart(deskId, analysisId, step);

    it('keeps an analysis as it was asked for, its inputs apart', async () => {
      const { inputs, ...asked } = await created({ inputs: '{"b":1.50,"a":"é𝒳"}', priority: 'INTERACTIVE' });
      const record = await stores.api.analyses.find('alpha', asked.analysisId);
      expect(record).toMatchObject({ ...asked, status: 'QUEUED', partsDone: 0, createdAt: expect.any(String) });
      expect(record).not.toHaveProperty('inputs');
      expect(await stores.api.analyses.findByIdempotencyKey('alpha', asked.idempotencyKey)).toEqual(record);
      expect(await stores.worker.analyses.inputs('alpha', asked.analysisId)).toBe(inputs);
    });

    it('one key twenty times at once is one analysis, and one job per part', async () => {
      await stores.worker.outbox.relay(1_000, () => Promise.resolve());
      const attempts = Array.from({ length: 20 }, () => analysis({ idempotencyKey: 'the same' }));
      const outcomes = await Promise.all(attempts.map((one) => stores.api.analyses.create(one)));
      const [winner, ...others] = attempts.filter((_, i) => outcomes[i]!.kind === 'CREATED');
      expect(others).toEqual([]);
      const { deskId, analysisId, priority } = winner!;
      for (const outcome of outcomes) {
        if (outcome.kind === 'EXISTS') expect(outcome.record.analysisId).toBe(analysisId);
      }
      const jobs: Job[] = [];
      await stores.worker.outbox.relay(1_000, (some) => Promise.resolve(void jobs.push(...some)));
      expect(jobs).toEqual(
        [0, 1, 2].map((part) => ({ name: 'scenario.analyse', payload: { deskId, analysisId, part, priority } })),
      );
    });

    it.each<[string, readonly Step[], Step, string, string, readonly number[]]>([
      ['keeps a part while it runs', [RUNNING], kept(1), 'APPLIED', 'RUNNING', [1]],
      ['keeps no part before it runs', [], kept(1), 'REFUSED', 'QUEUED', []],
      ['keeps the first of two answers', [RUNNING, kept(1)], kept(1, 'b'), 'UNCHANGED', 'RUNNING', [1]],
      ['is done with its last part', [RUNNING, kept(2), kept(0)], kept(1), 'APPLIED', 'DONE', [0, 1, 2]],
      ['is done by its parts only', [RUNNING, kept(0)], DONE, 'REFUSED', 'RUNNING', [0]],
      ['stays done', [RUNNING, kept(0), kept(1), kept(2)], CANCELLED, 'REFUSED', 'DONE', [0, 1, 2]],
      ['keeps what it has when it is cancelled', [RUNNING, kept(1)], CANCELLED, 'APPLIED', 'CANCELLED', [1]],
      ['keeps no part once it is cancelled', [RUNNING, CANCELLED], kept(1), 'REFUSED', 'CANCELLED', []],
      ['keeps no part once it failed', [RUNNING, FAILED], kept(1), 'REFUSED', 'FAILED', []],
    ])('%s', async (_, steps, last, outcome, status, parts) => {
      const one = await created();
      const { analyses } = stores.worker;
      for (const step of steps) expect(await take(analyses, one, step)).toBe('APPLIED');
      expect(await take(analyses, one, last)).toBe(outcome);
      expect(await analyses.find('alpha', one.analysisId)).toMatchObject({ status, partsDone: parts.length });
      expect(await stores.api.analyses.parts('alpha', one.analysisId, 0, 3)).toEqual(parts.map((part) => kept(part)));
      expect(await analyses.missingParts('alpha', one.analysisId)).toEqual(
        [0, 1, 2].filter((part) => !parts.includes(part)),
      );
    });

    it('reads a range of its parts', async () => {
      const one = await created();
      for (const step of [RUNNING, kept(2), kept(0), kept(1)]) await take(stores.worker.analyses, one, step);
      expect(await stores.api.analyses.parts('alpha', one.analysisId, 1, 3)).toEqual([kept(1), kept(2)]);
      expect(await stores.api.analyses.parts('alpha', one.analysisId, 3, 9)).toEqual([]);
    });

    it('is cancelled by the api too, and not by the api once settled', async () => {
      const [open1, settled] = [await created(), await created()];
      await take(stores.worker.analyses, settled, FAILED);
      expect(await take(stores.api.analyses, open1, CANCELLED)).toBe('APPLIED');
      expect(await take(stores.api.analyses, settled, CANCELLED)).toBe('REFUSED');
      expect(await stores.api.analyses.find('alpha', settled.analysisId)).toMatchObject(FAILED);
    });

    it('of many workers with the same parts at once each is kept once, and the last one ends it', async () => {
      const one = await created({ rows: 8, rowsPerPart: 1 });
      const parts = [0, 1, 2, 3, 4, 5, 6, 7];
      const { analyses } = stores.worker;
      await take(analyses, one, RUNNING);
      const outcomes = await Promise.all([...parts, ...parts].map((part) => take(analyses, one, kept(part))));
      expect(outcomes.filter((outcome) => outcome === 'APPLIED')).toHaveLength(8);
      expect(outcomes.filter((outcome) => outcome === 'UNCHANGED')).toHaveLength(8);
      expect(await analyses.find('alpha', one.analysisId)).toMatchObject({ status: 'DONE', partsDone: 8 });
    });

    it('counts the rows of a desk that wait', async () => {
      const before = await stores.api.analyses.waitingRows('beta');
      const [one, other] = [await created({ deskId: 'beta' }), await created({ deskId: 'beta' })];
      expect(await stores.api.analyses.waitingRows('beta')).toBe(before + 10);
      for (const step of [RUNNING, kept(0)]) await take(stores.worker.analyses, one, step);
      await take(stores.api.analyses, other, CANCELLED);
      expect(await stores.api.analyses.waitingRows('beta')).toBe(before + 3);
      await take(stores.api.analyses, one, CANCELLED);
    });

    it('a desk neither finds nor moves nor reads an analysis of another', async () => {
      const one = await created();
      for (const step of [RUNNING, kept(1)]) await take(stores.worker.analyses, one, step);
      const asBeta = { ...one, deskId: 'beta' };
      const { analyses } = stores.api;
      expect(await analyses.find('beta', one.analysisId)).toBeUndefined();
      expect(await analyses.inputs('beta', one.analysisId)).toBeUndefined();
      expect(await analyses.parts('beta', one.analysisId, 0, 3)).toEqual([]);
      expect(await analyses.missingParts('beta', one.analysisId)).toEqual([]);
      for (const step of [CANCELLED, kept(2)]) expect(await take(stores.worker.analyses, asBeta, step)).toBe('UNKNOWN');
      expect(await analyses.find('alpha', one.analysisId)).toMatchObject({ status: 'RUNNING', partsDone: 1 });
    });

    it.each(['', 'nonsense', '__proto__', uuidV7()])('knows nothing under the id %j', async (analysisId) => {
      const { analyses } = stores.worker;
      expect(await analyses.find('alpha', analysisId)).toBeUndefined();
      expect(await analyses.inputs('alpha', analysisId)).toBeUndefined();
      expect(await analyses.parts('alpha', analysisId, 0, 3)).toEqual([]);
      expect(await analyses.missingParts('alpha', analysisId)).toEqual([]);
      for (const step of [RUNNING, kept(1)])
        expect(await take(analyses, { deskId: 'alpha', analysisId }, step)).toBe('UNKNOWN');
    });

    it('knows which analyses of all desks are not settled, those that stand still longest first', async () => {
      const { analyses } = stores.worker;
      const waiting = await created({ deskId: 'beta' });
      const [running, cancelled] = [await created(), await created()];
      await take(analyses, running, RUNNING);
      await take(analyses, cancelled, CANCELLED);
      const mine = new Set([waiting, running, cancelled].map(({ analysisId }) => analysisId));
      const standing = (await analyses.unsettled(0, 1_000)).filter(({ analysisId }) => mine.has(analysisId));
      expect(standing).toEqual(
        [waiting, running].map(({ deskId, analysisId, kind, priority }) => ({ deskId, analysisId, kind, priority })),
      );
      expect(await analyses.unsettled(0, 1)).toHaveLength(1);
      expect(await analyses.unsettled(60_000, 1_000)).toEqual([]);
    });

    it('announces every change to its desk', async () => {
      const mine = reading(stores.api.events, 'alpha', 'ANALYSIS_UPDATED');
      const one = await created();
      expect(await mine.next(1)).toEqual([one.analysisId]);
      for (const step of [RUNNING, kept(1), CANCELLED]) {
        await take(stores.worker.analyses, one, step);
        expect(await mine.next(1)).toEqual([one.analysisId]);
      }
      await mine.end();
    });
  });
};
