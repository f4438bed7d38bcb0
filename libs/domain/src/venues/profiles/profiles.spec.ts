import { describe, expect, it } from '@jest/globals';
import { seededRng } from '#domain/core';
import { assumed } from '#domain/scoring';
import { assumedFills } from '../fills/fill-curve.js';
import { checkProfile } from './check-profile.js';
import { crossingPriors, learnCrossing } from './learn-crossing.js';
import { learnTaking } from './learn-lit.js';
import { learnedMean } from './learned-mean.js';
import { type VenueProfile } from './venue-profile.js';

describe('learnedMean', () => {
  const PRIOR = { value: 1, sd: 1, observationSd: 2 };

  it('is the assumption, then something between, then what was seen', () => {
    expect(learnedMean([], PRIOR)).toEqual({ value: 1, sd: 1, evidence: 0, basis: 'PRIOR' });
    const four = learnedMean([3, 3, 3, 3], PRIOR);
    expect(four.value).toBeCloseTo(2, 12);
    expect(four).toMatchObject({ evidence: 4, basis: 'PRIOR' });
    const rng = seededRng(1);
    const many = learnedMean(
      Array.from({ length: 5_000 }, () => 4 + 10 * rng.normal()),
      PRIOR,
    );
    expect(many.basis).toBe('LEARNED');
    expect(Math.abs(many.value - 4)).toBeLessThan(3 * many.sd + 0.06);
  });

  it('believes its own spread only when there is one to see', () => {
    expect(learnedMean(new Array<number>(30).fill(2), PRIOR)).toMatchObject({ value: 2, sd: 0, basis: 'LEARNED' });
  });
});

describe('learnCrossing', () => {
  it('leaves out what is not known', () => {
    const outcomes = Array.from({ length: 100 }, (_, i) => ({
      units: 100,
      filledUnits: i % 2 === 0 ? 100 : 0,
      adverseBps: i % 2 === 0 ? 2 + (i % 4) : NaN,
      driftBps: NaN,
    }));
    const { fills, adverseSelectionBps, leakageBps } = learnCrossing(outcomes, crossingPriors(500));
    expect(fills.survival[0]).toBeCloseTo(0.5, 12);
    expect(adverseSelectionBps).toMatchObject({ evidence: 50, basis: 'LEARNED' });
    expect(adverseSelectionBps.value).toBeGreaterThan(2.5);
    expect(leakageBps).toEqual({ value: 0.2, sd: 0.2, evidence: 0, basis: 'PRIOR' });
  });
});

describe('learnTaking', () => {
  const PRIOR = { halfSpreadBps: { value: 2, sd: 2 }, impactBps: { value: 10, sd: 10 }, orderSdBps: 20 };

  it('finds planted coefficients within its errors', () => {
    let within = 0;
    for (let seed = 0; seed < 100; seed += 1) {
      const rng = seededRng(seed);
      const orders = Array.from({ length: 400 }, () => {
        const units = 1 + rng.below(2_000);
        return { units, shortfallBps: 1 + 6 * Math.sqrt(units / 1_000) + 5 * rng.normal() };
      });
      const { halfSpreadBps, impactBps } = learnTaking(orders, 1_000, 0.5, PRIOR);
      expect(impactBps.basis).toBe('LEARNED');
      if (Math.abs(halfSpreadBps.value - 1) < 1.96 * halfSpreadBps.sd) within += 1;
      if (Math.abs(impactBps.value - 6) < 1.96 * impactBps.sd) within += 1;
    }
    expect(within / 200).toBeGreaterThan(0.88);
  });

  it('is the assumption where nothing was seen', () => {
    const { halfSpreadBps, impactBps } = learnTaking([{ units: 100, shortfallBps: NaN }], 1_000, 0.5, PRIOR);
    expect(halfSpreadBps).toEqual({ value: 2, sd: 2, evidence: 0, basis: 'PRIOR' });
    expect(impactBps).toEqual({ value: 10, sd: 10, evidence: 0, basis: 'PRIOR' });
  });
});

describe('checkProfile', () => {
  const COMMON = { minUnits: 0, maxUnits: 1_000, allOrNone: false, makerFeeBps: 0, takerFeeBps: 0, latencySeconds: 0 };
  const ZERO = assumed({ value: 0, sd: 0 });
  const FILLS = assumedFills({ anyProbability: 0.35, meanUnits: 100 });
  const LIT: VenueProfile = { ...COMMON, name: 'L', kind: 'LIT', tickBps: 1, widerBps: 0 };
  const DARK: VenueProfile = {
    ...COMMON,
    name: 'D',
    kind: 'DARK',
    fills: FILLS,
    minExecutionUnits: 0,
    adverseSelectionBps: ZERO,
    leakageBps: ZERO,
    waitSeconds: 0,
  };
  const RFQ: VenueProfile = {
    ...COMMON,
    name: 'R',
    kind: 'RFQ',
    panel: [{ dealer: 'A', costBps: { mean: 5, sd: 1 }, responseProbability: 0.8, leakageBps: 0 }],
    referenceUnits: 1_000,
    doublingBps: 1,
    rejectProbability: 0,
    rejectMoveBps: 0,
    hedgeMoveBps: 0,
    waitSeconds: 10,
  };

  it('finds nothing wrong with what can be', () => {
    for (const venue of [LIT, DARK, RFQ]) expect(checkProfile(venue, 100)).toBeUndefined();
  });

  it.each<[string, VenueProfile]>([
    ['name', { ...LIT, name: '' }],
    ['kind', { ...LIT, kind: 'POND' as 'LIT' }],
    ['minUnits', { ...LIT, minUnits: 50 }],
    ['maxUnits', { ...LIT, minUnits: 1_100 }],
    ['maxUnits', { ...LIT, maxUnits: Infinity }],
    ['takerFeeBps', { ...LIT, takerFeeBps: NaN }],
    ['latencySeconds', { ...LIT, latencySeconds: -1 }],
    ['tickBps', { ...LIT, tickBps: -1 }],
    ['posting.queueUnits', { ...LIT, posting: { fills: FILLS, queueUnits: -1, adverseSelectionBps: ZERO } }],
    ['fills.survival.0', { ...DARK, fills: { ...FILLS, survival: [1.5] } }],
    ['adverseSelectionBps.sd', { ...DARK, adverseSelectionBps: { ...ZERO, sd: -1 } }],
    ['minExecutionUnits', { ...DARK, minExecutionUnits: 0.5 }],
    ['panel', { ...RFQ, panel: [] }],
    ['panel.0.costBps.sd', { ...RFQ, panel: [{ ...RFQ.panel[0]!, costBps: { mean: 5, sd: 0 } }] }],
    ['panel.0.responseProbability', { ...RFQ, panel: [{ ...RFQ.panel[0]!, responseProbability: 2 }] }],
    ['rejectProbability', { ...RFQ, rejectProbability: 2 }],
  ])('refuses by %s', (field, venue) => {
    expect(checkProfile(venue, 100)).toMatchObject({ code: 'IMPOSSIBLE_VENUES', field });
  });
});
