import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rankBeliefs } from './rank-beliefs.js';

const DRAWS = 40;

/** Few values, so that costs tie; some columns far from the others. */
const column = fc
  .tuple(
    fc.array(fc.integer({ min: 0, max: 4 }), { minLength: DRAWS, maxLength: DRAWS }),
    fc.integer({ min: 0, max: 12 }),
  )
  .map(([costs, shift]) => Float64Array.from(costs, (cost) => cost + shift));

describe('rankBeliefs', () => {
  it('counts, draw by draw, who is cheapest and how many are cheaper', () => {
    fc.assert(
      fc.property(fc.array(column, { minLength: 1, maxLength: 7 }), (columns) => {
        for (const [i, belief] of rankBeliefs(columns).entries()) {
          let wins = 0;
          const places: number[] = [];
          for (let draw = 0; draw < DRAWS; draw += 1) {
            const costs = columns.map((one) => one[draw]!);
            const place = costs.filter((cost) => cost < costs[i]!).length + 1;
            if (place === 1) wins += 1 / costs.filter((cost) => cost === costs[i]!).length;
            places.push(place);
          }
          places.sort((a, b) => a - b);
          expect(belief).toEqual({
            bestProbability: expect.closeTo(wins / DRAWS, 12),
            // More than 5 % lie at or below the lower, and at or above the upper.
            rankLow: places[DRAWS * 0.05],
            rankHigh: places[DRAWS * 0.95 - 1],
          });
        }
      }),
    );
  });

  it('knows nobody where nobody quoted', () => {
    expect(rankBeliefs([])).toEqual([]);
  });
});
