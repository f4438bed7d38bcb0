import { describe, expect, it } from '@jest/globals';
import { cheapestOf, deviation, hitRateStudy, lastLookStudy, panelSizeStudy, type Comparison } from './index.js';

/** Seeds are fixed: a comparison that holds once holds always, and four standard errors are a bug. */
const agrees = (comparison: Comparison): void => {
  expect({ of: comparison.of, isWithinError: Math.abs(deviation(comparison)) < 4 }).toEqual({
    of: comparison.of,
    isWithinError: true,
  });
};

describe('dealers of the hit model', () => {
  it.each([0, 3])('win, lose and see clients pass as often as the closed form says (%d competitors)', (n) => {
    for (const { done, tradedAway, notTraded } of hitRateStudy(11, n, 4_000)) {
      agrees(done);
      agrees(notTraded);
      if (n > 0) agrees(tradedAway);
    }
  });
});

describe('the best of several quotes', () => {
  it('is too good by sig d_N', () => {
    for (const { cost } of panelSizeStudy(12, { meanBps: 5, quoteSdBps: 2, leakageBps: 0 }, 10, 800)) agrees(cost);
  });
});

describe('asking one dealer more', () => {
  it.each([
    [0.5, 4, 3],
    [1, 3, 2],
  ])('pays up to where leakage of %d bps says it does', (leakageBps, dealersMax, expected) => {
    const cost = { meanBps: 5, quoteSdBps: 2, leakageBps };
    const sizes = panelSizeStudy(13, cost, dealersMax, 3_000);
    for (const size of sizes) {
      agrees(size.cost);
      agrees(size.drift);
    }
    expect(cheapestOf(sizes, cost)).toEqual({ simulated: expected, formula: expected });
  });
});

describe('last look', () => {
  it.each([
    [0.1, 0],
    [2, 1],
  ])('of %d s and %d bps rejects and costs as in closed form', (holdSeconds, thresholdBps) => {
    const { rejectProbability, cost } = lastLookStudy(14, { holdSeconds, thresholdBps }, 5_000);
    agrees(rejectProbability);
    agrees(cost);
  });
});
