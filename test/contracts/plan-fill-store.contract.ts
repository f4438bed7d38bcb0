import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { err, ok, type Result } from '#domain/core';
import { type KnownFills, type ReportedFill } from '#domain/execution';
import { type DecisionLog, type DeskEvents, type PlanFillStore } from '#application/ports';
import { decision } from '../factories/records.js';
import { eventually } from './eventually.js';

jest.setTimeout(60_000);

/** The store with the desks alpha and beta, and what lies around it. */
export interface OpenPlanFills {
  readonly fills: PlanFillStore;
  readonly decisions: DecisionLog;
  readonly events: DeskEvents;
  close(): Promise<void>;
}

const fill = (execId: string, lots: number, changes: Partial<ReportedFill> = {}): ReportedFill => ({
  execId,
  at: 1_709_650_800_500_000_001n,
  lots,
  price: 100.005,
  venue: 'LIT',
  liquidity: 'ADDED',
  ...changes,
});

/** What every PlanFillStore does. */
export const planFillStoreContract = (name: string, open: () => Promise<OpenPlanFills>): void => {
  describe(`PlanFillStore in ${name}`, () => {
    let opened: OpenPlanFills;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    const newPlan = async (deskId: string): Promise<string> => {
      const plan = decision({ deskId, kind: 'PLAN_EXECUTION' });
      await opened.decisions.append(plan);
      return plan.decisionId;
    };

    /** Admits what is new while it fits into so many lots. */
    const within =
      (lotsMax: number, fills: readonly ReportedFill[]) =>
      ({ lots, repeated }: KnownFills): Result<readonly ReportedFill[], 'too much'> => {
        const known = new Set(repeated.map(({ execId }) => execId));
        const fresh = fills.filter(({ execId }) => !known.has(execId));
        const sum = fresh.reduce((total, one) => total + one.lots, lots);
        return sum <= lotsMax ? ok(fresh) : err('too much');
      };

    const report = (deskId: string, planId: string, fills: readonly ReportedFill[], lotsMax = 1e12) => {
      const execIds = fills.map(({ execId }) => execId);
      return opened.fills.append(deskId, planId, execIds, within(lotsMax, fills));
    };

    const known = async (deskId: string, planId: string, execIds: readonly string[]): Promise<KnownFills> => {
      let seen: KnownFills | undefined;
      await opened.fills.append(deskId, planId, execIds, (found) => {
        seen = found;
        return ok([]);
      });
      return seen!;
    };

    it('keeps fills as they were reported, and knows them again by their ids', async () => {
      const planId = await newPlan('alpha');
      expect(await opened.fills.filledLots('alpha', planId)).toBeUndefined();
      const fills = [
        fill('a', 1),
        fill('b', 9e12, { liquidity: null, venue: 'the dark one', price: 1e-9 }),
        fill('ç', 3, { liquidity: 'AUCTION', at: 0n }),
      ];
      expect(await report('alpha', planId, fills, 1e13)).toEqual(ok({ recorded: 3, lots: 9e12 + 4 }));
      const { lots, repeated } = await known('alpha', planId, ['ç', 'unknown', 'a', 'b']);
      expect(lots).toBe(9e12 + 4);
      expect([...repeated].sort((a, b) => (a.execId < b.execId ? -1 : 1))).toEqual(fills);
      expect(await opened.fills.filledLots('alpha', planId)).toBe(9e12 + 4);
      expect(await report('alpha', planId, fills, 1e13)).toEqual(ok({ recorded: 0, lots: 9e12 + 4 }));
    });

    it('keeps nothing of what is not admitted', async () => {
      const planId = await newPlan('alpha');
      await report('alpha', planId, [fill('a', 60)], 100);
      expect(await report('alpha', planId, [fill('b', 40), fill('c', 1)], 100)).toEqual(err('too much'));
      expect(await known('alpha', planId, ['b', 'c'])).toEqual({ lots: 60, repeated: [] });
    });

    it('admits one report after the other: of concurrent ones no more than fits, each fill once', async () => {
      const planId = await newPlan('alpha');
      const reports = Array.from({ length: 20 }, (_, i) => [fill(String(i % 15), 10)]);
      const answers = await Promise.all(reports.map((fills) => report('alpha', planId, fills, 100)));
      const recorded = answers.reduce((sum, answer) => sum + (answer.ok ? answer.value.recorded : 0), 0);
      expect(recorded).toBe(10);
      expect(await opened.fills.filledLots('alpha', planId)).toBe(100);
    });

    it('is of a plan and of its desk', async () => {
      const [planId, another] = [await newPlan('alpha'), await newPlan('alpha')];
      await report('alpha', planId, [fill('a', 5)]);
      expect(await opened.fills.filledLots('alpha', another)).toBeUndefined();
      expect(await known('alpha', another, ['a'])).toEqual({ lots: 0, repeated: [] });
      expect(await opened.fills.filledLots('beta', planId)).toBeUndefined();
      expect(await known('beta', planId, ['a'])).toEqual({ lots: 0, repeated: [] });
    });

    it('announces the plan to its desk when something of it was filled, and to no other', async () => {
      const planId = await newPlan('alpha');
      const heard = { alpha: [] as string[], beta: [] as string[] };
      const stops = (['alpha', 'beta'] as const).map((desk) =>
        opened.events.listen(desk, 'PLAN_FILLED', (id) => heard[desk].push(id)),
      );
      const theirs = await newPlan('beta');
      await report('alpha', planId, [fill('a', 5), fill('b', 5)]);
      await report('alpha', planId, [fill('a', 5)]);
      await report('beta', theirs, [fill('a', 5)]);
      await eventually('beta hears of its own', () => heard.beta.length > 0);
      expect(heard).toEqual({ alpha: [planId], beta: [theirs] });
      for (const stop of stops) stop();
    });
  });
};
