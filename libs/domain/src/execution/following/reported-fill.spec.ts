import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newFills, type NewFill, type ReportedFill } from './reported-fill.js';

const [PLANNED, NOW] = [1_000n, 2_000n];
const ORDER = { lots: 1_000, lotUnits: 0.1, plannedAt: PLANNED, now: NOW };
const NONE = { lots: 0, repeated: [] };

const fill = (execId: string, changes: Partial<ReportedFill> = {}): ReportedFill => ({
  execId,
  at: 1_500n,
  lots: 100,
  price: 99.995,
  venue: 'LIT',
  liquidity: 'ADDED',
  ...changes,
});

describe('newFills', () => {
  it('are all that were not reported before, in their order', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => fill(id));
    expect(newFills(ORDER, { lots: 100, repeated: [b!] }, [a!, b!, c!, a!])).toEqual({ ok: true, value: [a, c] });
  });

  it('are of now where nobody says when; a repeat need not say it either', () => {
    const { at: _, ...untimed } = fill('a');
    expect(newFills(ORDER, NONE, [untimed])).toEqual({ ok: true, value: [{ ...untimed, at: NOW }] });
    expect(newFills(ORDER, { lots: 100, repeated: [fill('a')] }, [untimed])).toEqual({ ok: true, value: [] });
  });

  it.each<[string, NewFill, string, string, RegExp]>([
    ['before the plan', fill('b', { at: PLANNED - 1n }), 'IMPOSSIBLE_FILL', 'fills.1.at', /^from the plan, 1970/],
    ['in the future', fill('b', { at: NOW + 1n }), 'IMPOSSIBLE_FILL', 'fills.1.at', /to now, 1970/],
    [
      'more than is left',
      fill('b', { lots: 701 }),
      'IMPOSSIBLE_FILL',
      'fills.1.quantity',
      /^at most 70, which is left/,
    ],
    ['another under its id', fill('a', { lots: 99 }), 'DUPLICATE_ID', 'fills.1.execId', /a repeat says the same/],
    ['at another time', fill('a', { at: 1_501n }), 'DUPLICATE_ID', 'fills.1.execId', /./],
    ['at another price', fill('a', { price: 100 }), 'DUPLICATE_ID', 'fills.1.execId', /./],
    ['elsewhere', fill('a', { venue: 'DARK' }), 'DUPLICATE_ID', 'fills.1.execId', /./],
    ['otherwise', fill('a', { liquidity: null }), 'DUPLICATE_ID', 'fills.1.execId', /./],
    ['not as before', fill('old', { lots: 201 }), 'DUPLICATE_ID', 'fills.1.execId', /./],
  ])('are none where one is %s', (_, second, code, field, allowed) => {
    const known = { lots: 200, repeated: [fill('old', { lots: 200 })] };
    const refused = newFills(ORDER, known, [fill('a'), second]);
    expect(refused).toMatchObject({ ok: false, error: { code, field } });
    expect(refused.ok ? '' : refused.error.allowed).toMatch(allowed);
  });

  it('from the moment of the plan to that of the report, to the last lot', () => {
    const fills = [fill('a', { at: PLANNED }), fill('b', { at: NOW, lots: 900 })];
    expect(newFills(ORDER, NONE, fills)).toEqual({ ok: true, value: fills });
  });

  it('however they are reported, they never sum to more than the order, and a repeat of all adds nothing', () => {
    const reports = fc.array(fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 300 })), { maxLength: 5 }));
    fc.assert(
      fc.property(reports, (all) => {
        const kept = new Map<string, ReportedFill>();
        let lots = 0;
        const report = (fills: readonly ReportedFill[]): number => {
          const repeated = fills.flatMap(({ execId }) => kept.get(execId) ?? []);
          const fresh = newFills(ORDER, { lots, repeated }, fills);
          if (!fresh.ok) return 0;
          for (const one of fresh.value) {
            kept.set(one.execId, one);
            lots += one.lots;
          }
          return fresh.value.length;
        };
        for (const fills of all) report(fills.map(([id, size]) => fill(String(id), { lots: size })));
        expect(lots).toBeLessThanOrEqual(ORDER.lots);
        expect([...kept.values()].reduce((sum, one) => sum + one.lots, 0)).toBe(lots);
        expect(report([...kept.values()])).toBe(0);
      }),
    );
  });
});
