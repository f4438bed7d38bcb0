import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededRng } from '#domain/core';
import { midMoveTable, type MidMoveTable } from './mid-move-probability.js';
import { SKY_PERFECT, type ZeroIntelligenceRates } from './zero-intelligence-rates.js';

const table = (rates: ZeroIntelligenceRates, spreadTicks = 1, longestQueue = 5): MidMoveTable => {
  const result = midMoveTable(rates, spreadTicks, longestQueue);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

/** Reference 8, rows bid queue 1..3, columns ask queue 1..5; the paper's table 3. */
const PUBLISHED = [
  [0.5, 0.336, 0.259, 0.216, 0.188],
  [0.664, 0.5, 0.407, 0.348, 0.307],
  [0.741, 0.593, 0.5, 0.437, 0.391],
];
/** The rest of the table, by this solve. */
const OWN = [
  [0.78421, 0.65211, 0.56345, 0.5, 0.45234],
  [0.81218, 0.6928, 0.60941, 0.54766, 0.5],
];

describe('midMoveTable', () => {
  const known = table(SKY_PERFECT);

  it.each(PUBLISHED.flatMap((row, b) => row.map((p, a) => [b + 1, a + 1, p])))(
    'bid queue %d, ask queue %d: %d as published',
    (bid, ask, p) => {
      expect(Math.abs(known.upProbability(bid, ask) - p)).toBeLessThanOrEqual(0.001);
    },
  );

  it.each(OWN.flatMap((row, b) => row.map((p, a) => [b + 4, a + 1, p])))('%d, %d: %d', (bid, ask, p) => {
    expect(known.upProbability(bid, ask)).toBeCloseTo(p, 5);
  });

  it('is a coin between equal queues, mirrored between unequal ones, and rises with the bid queue', () => {
    fc.assert(
      fc.property(
        fc.record({
          limit: fc.array(fc.double({ min: 0.1, max: 3, noNaN: true }), { minLength: 3, maxLength: 3 }),
          cancel: fc.array(fc.double({ min: 0.3, max: 2, noNaN: true }), { minLength: 1, maxLength: 3 }),
          market: fc.double({ min: 0, max: 2, noNaN: true }),
        }),
        fc.integer({ min: 1, max: 4 }),
        (rates, spreadTicks) => {
          const up = table(rates, spreadTicks, 4);
          for (let b = 1; b <= 4; b += 1) {
            for (let a = 1; a <= 4; a += 1) {
              expect(up.upProbability(b, a) + up.upProbability(a, b)).toBeCloseTo(1, 10);
              if (b > 1) expect(up.upProbability(b, a)).toBeGreaterThan(up.upProbability(b - 1, a) - 1e-12);
            }
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it.each([2, 3])('at a spread of %d ticks equals a simulation of the two queues', (spreadTicks) => {
    const [runs, bid, ask] = [40_000, 3, 1];
    const rng = seededRng(7);
    let up = 0;
    for (let run = 0; run < runs; run += 1) up += movesUp(spreadTicks, bid, ask, rng) ? 1 : 0;
    const p = table(SKY_PERFECT, spreadTicks).upProbability(bid, ask);
    expect(Math.abs(up / runs - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / runs));
  });

  it.each<[string, ZeroIntelligenceRates, number]>([
    ['limit.1', { ...SKY_PERFECT, limit: [1, -1] }, 1],
    ['limit.0', { ...SKY_PERFECT, limit: [NaN] }, 1],
    ['limit', { ...SKY_PERFECT, limit: [] }, 1],
    ['cancel.0', { ...SKY_PERFECT, cancel: [0] }, 1],
    ['market', { ...SKY_PERFECT, market: -0.1 }, 1],
    ['spreadTicks', SKY_PERFECT, 0],
    ['cancel', { ...SKY_PERFECT, cancel: [1e-3] }, 1],
  ])('refuses an impossible %s by name', (field, rates, spreadTicks) => {
    expect(midMoveTable(rates, spreadTicks)).toMatchObject({
      ok: false,
      error: { code: 'IMPOSSIBLE_PARAMETERS', field },
    });
  });

  it.each([0, 6, 1.5, NaN])('throws for a queue of %d, which the table does not hold', (orders) => {
    expect(() => known.upProbability(orders, 1)).toThrow(RangeError);
    expect(() => known.upProbability(1, orders)).toThrow('askOrders');
  });
});

/** The two queues played event by event: another road to the same number. */
const movesUp = (spreadTicks: number, bid: number, ask: number, rng: { uniform(): number }): boolean => {
  const { limit, cancel, market } = SKY_PERFECT;
  const birth = limit[spreadTicks - 1]!;
  const inside = limit.slice(0, spreadTicks - 1).reduce((sum, rate) => sum + rate, 0);
  let [b, a] = [bid, ask];
  for (;;) {
    const [bidDeath, askDeath] = [market + b * cancel[spreadTicks - 1]!, market + a * cancel[spreadTicks - 1]!];
    let u = rng.uniform() * (2 * birth + 2 * inside + bidDeath + askDeath);
    if (u < birth) b += 1;
    else if ((u -= birth) < birth) a += 1;
    else if ((u -= birth) < bidDeath) b -= 1;
    else if ((u -= bidDeath) < askDeath) a -= 1;
    else return u - askDeath < inside;
    if (b === 0 || a === 0) return a === 0;
  }
};
