import { describe, expect, it } from '@jest/globals';
import { type Result } from '#domain/core';
import { assumed } from '#domain/scoring';
import { assumedFills } from './fills/fill-curve.js';
import { type CrossingVenue, type LitVenue, type RfqVenue, type VenueProfile } from './profiles/venue-profile.js';
import { selectVenues, venueCost, type VenueProblem } from './select-venues.js';

const ZERO = assumed({ value: 0, sd: 0 });
const COMMON = {
  minUnits: 0,
  maxUnits: 1_000_000,
  allOrNone: false,
  makerFeeBps: 0,
  takerFeeBps: 0,
  latencySeconds: 0,
};
const LIT: LitVenue = { ...COMMON, name: 'LIT', kind: 'LIT', tickBps: 0, widerBps: 0 };
const POOL: CrossingVenue = {
  ...COMMON,
  name: 'POOL',
  kind: 'DARK',
  fills: assumedFills({ anyProbability: 0.6, meanUnits: 20_000 }),
  minExecutionUnits: 0,
  adverseSelectionBps: assumed({ value: 1.2, sd: 0.3 }),
  leakageBps: assumed({ value: 0.2, sd: 0.1 }),
  waitSeconds: 0,
};
const DEALERS: RfqVenue = {
  ...COMMON,
  name: 'DEALERS',
  kind: 'RFQ',
  panel: ['A', 'B', 'C'].map((dealer) => ({
    dealer,
    costBps: { mean: 8, sd: 2 },
    responseProbability: 0.8,
    leakageBps: 0.3,
  })),
  referenceUnits: 50_000,
  doublingBps: 2,
  rejectProbability: 0.05,
  rejectMoveBps: 3,
  hedgeMoveBps: 0,
  waitSeconds: 10,
};
const BLOCK: CrossingVenue = {
  ...POOL,
  name: 'BLOCK',
  kind: 'BLOCK',
  minUnits: 30_000,
  maxUnits: 30_000,
  allOrNone: true,
  fills: assumedFills({ anyProbability: 0.4, meanUnits: 100_000 }),
};
const AUCTION: CrossingVenue = { ...POOL, name: 'AUCTION', kind: 'PERIODIC_AUCTION', waitSeconds: 60 };

const PROBLEM: VenueProblem = {
  side: 'BUY',
  quantity: 100_000,
  lotUnits: 100,
  riskAversion: 0.2,
  conditions: {
    halfSpreadBps: 2,
    takerFeeBps: 0.3,
    volatilityBpsPerSqrtSecond: 0.5,
    horizonSeconds: 600,
    workSeconds: 600,
    driftBpsPerSecond: 0,
    impactBps: 12,
    referenceUnits: 100_000,
    exponent: 0.5,
    residualSdBps: 2,
  },
  venues: [LIT, POOL, DEALERS, BLOCK, AUCTION],
  limits: {},
  seed: 7,
  rule: 2,
};

const valueOf = <T, E extends { message: string }>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

describe('venueCost', () => {
  // Reference 6: p .35, adverse selection 1.2, half-spread 2, impact 6, delay 1.
  const reference = {
    ...PROBLEM,
    conditions: {
      ...PROBLEM.conditions,
      takerFeeBps: 0,
      volatilityBpsPerSqrtSecond: 0,
      horizonSeconds: 10,
      workSeconds: 0,
      driftBpsPerSecond: 0.1,
      impactBps: 6,
      exponent: 0,
      residualSdBps: 0,
    },
  };
  const pool = {
    ...POOL,
    fills: { ...POOL.fills, survival: [0.35], knownToUnits: 1_000_000 },
    adverseSelectionBps: assumed({ value: 1.2, sd: 0 }),
    leakageBps: ZERO,
  };

  it('is the printed cost of a dark pool, and of the lit book beside it', () => {
    const dark = valueOf(venueCost(reference, pool, 1_000));
    expect(dark.meanBps).toBeCloseTo(6.27, 10);
    expect(Object.fromEntries(dark.terms.map(({ name, bps }) => [name, Number(bps.toFixed(10))]))).toEqual({
      spread: 1.3,
      impact: 3.9,
      adverseSelection: 0.42,
      delay: 0.65,
      fees: 0,
      leakage: 0,
    });
    expect(valueOf(venueCost(reference, LIT, 1_000)).meanBps).toBeCloseTo(8, 10);
  });

  it('is a sum of its terms with quantiles that rise, for every kind of venue', () => {
    for (const venue of PROBLEM.venues) {
      const { terms, meanBps, expectedShortfallBps, distribution } = valueOf(venueCost(PROBLEM, venue, 30_000));
      expect(terms.reduce((sum, { bps }) => sum + bps, 0)).toBeCloseTo(meanBps, 10);
      expect(expectedShortfallBps).toBeGreaterThan(meanBps);
      expect([...distribution.quantilesBps].sort((a, b) => a - b)).toEqual(distribution.quantilesBps);
    }
  });

  it('of a request is what the best of those who answer asks for, or what taking costs', () => {
    const certain = {
      ...DEALERS,
      panel: [{ dealer: 'A', costBps: { mean: 3, sd: 1e-9 }, responseProbability: 1, leakageBps: 5 }],
      doublingBps: 0,
      rejectProbability: 0,
    };
    // Who wins does not leak; who asks for more than the lit market costs does not win.
    expect(valueOf(venueCost(reference, certain, 1_000)).meanBps).toBeCloseTo(3 + 0.1 * 10, 8);
    const dear = { ...certain, panel: [{ ...certain.panel[0]!, costBps: { mean: 30, sd: 1e-9 } }] };
    expect(valueOf(venueCost(reference, dear, 1_000)).meanBps).toBeCloseTo(5 + 8 + 0.1 * 10, 8);
  });

  describe('of a request', () => {
    const conditions = { ...PROBLEM.conditions, driftBpsPerSecond: 0.01 };
    const problem = { ...PROBLEM, conditions };
    const asked = (costBps: number, responseProbability = 1): RfqVenue => ({
      ...DEALERS,
      panel: [{ dealer: 'A', costBps: { mean: costBps, sd: 1e-9 }, responseProbability, leakageBps: 0 }],
      rejectProbability: 0,
    });
    const costOf = (venue: VenueProfile, changes: Partial<VenueProblem> = {}, units = 30_000) =>
      valueOf(venueCost({ ...problem, ...changes }, venue, units));
    const termsOf = ({ terms }: ReturnType<typeof costOf>) =>
      Object.fromEntries(terms.map(({ name, bps }) => [name, bps]));

    it('that is done bears the move of the market until then', () => {
      const { sdBps, terms } = costOf({ ...asked(3), latencySeconds: 6 });
      expect(sdBps).toBeCloseTo(0.5 * 4, 1);
      expect(terms.find(({ name }) => name === 'delay')?.bps).toBeCloseTo(0.01 * 16, 10);
    });

    it('that nobody answers is worked from then on, and costs what the lit book does that is reached so late', () => {
      const late = { ...conditions, workSeconds: 590 };
      expect(costOf(asked(3, 0))).toEqual(
        costOf({ ...LIT, latencySeconds: 10, takerFeeBps: 0.3 }, { conditions: late }),
      );
      // By rule 1 it was taken at once.
      expect(costOf(asked(3, 0), { rule: 1 }).sdBps).toBeLessThan(0.5 * costOf(asked(3, 0)).sdBps);
    });

    it('that lasts as long as the horizon leaves no time to work', () => {
      const { sdBps } = costOf(
        { ...asked(3, 0), waitSeconds: 600 },
        { conditions: { ...conditions, residualSdBps: 0 } },
      );
      expect(sdBps).toBeCloseTo(0.5 * Math.sqrt(600), 1);
    });

    it('has as impact what of its quote grows with the size, whatever that is', () => {
      const reference = termsOf(costOf(asked(8), {}, 50_000));
      const half = termsOf(costOf(asked(8), {}, 12_500));
      expect(reference.impact).toBeCloseTo(2 / (Math.SQRT2 - 1), 8);
      expect(half.impact).toBeCloseTo(reference.impact! / 2, 8);
      expect(half.spread).toBeCloseTo(reference.spread!, 8);
      expect(reference.spread! + reference.impact!).toBeCloseTo(8, 8);
    });

    it('is taken above the price of the book for as much as the risk of working is worth to the desk', () => {
      const calm = { conditions: { ...conditions, driftBpsPerSecond: 0 }, riskAversion: 0 };
      // Half-spread, fee, and the impact of one unit more: 2 + 0.3 + 1.5 x 12.
      const dear = { ...asked(21), doublingBps: 0 };
      expect(costOf(dear, calm, 100_000).sdBps).toBeGreaterThan(5);
      expect(costOf(dear, { ...calm, riskAversion: 0.2 }, 100_000).sdBps).toBeLessThan(2);
    });

    it('moves the mid of what waits meanwhile, where it is worked', () => {
      const exactly = (venue: VenueProfile, units: number) => ({ ...venue, minUnits: units, maxUnits: units });
      const venues = [exactly(POOL, 40_000), exactly(asked(3, 0), 60_000)];
      const impactOfPool = (rule: 1 | 2) => {
        const { allocations } = valueOf(selectVenues({ ...problem, venues, rule }));
        return allocations[0]!.cost.terms.find(({ name }) => name === 'impact')!.bps;
      };
      expect(impactOfPool(2)).toBeGreaterThan(impactOfPool(1) + 1);
    });
  });

  it('posts where that is worth it, and earns the spread on what is filled', () => {
    const posting = {
      fills: assumedFills({ anyProbability: 1, meanUnits: 50_000 }),
      queueUnits: 0,
      adverseSelectionBps: ZERO,
    };
    const posted = valueOf(venueCost(reference, { ...LIT, posting }, 1_000));
    expect(posted.meanBps).toBeLessThan(0);
    expect(valueOf(venueCost(reference, { ...LIT, posting: { ...posting, queueUnits: 1e7 } }, 1_000)).meanBps).toBe(8);
  });
});

describe('selectVenues', () => {
  it('sums to the order, costs less than any single venue, and is the same again', () => {
    const selection = valueOf(selectVenues(PROBLEM));
    const sum = selection.allocations.reduce((total, { units }) => total + units, 0);
    expect(sum).toBe(100_000);
    expect(selection.optimalityGapBps).toBeLessThan(0.3);
    for (const { cost } of selection.singles) {
      if (cost === undefined) continue;
      const alone = cost.meanBps + PROBLEM.riskAversion * cost.expectedShortfallBps;
      expect(selection.objectiveBps).toBeLessThanOrEqual(alone + 1e-9);
    }
    const weighted = selection.allocations.reduce((total, { units, cost }) => total + (units * cost.meanBps) / sum, 0);
    expect(weighted).toBeCloseTo(selection.cost.meanBps, 8);
    expect(valueOf(selectVenues(structuredClone(PROBLEM)))).toEqual(selection);
    expect(JSON.parse(JSON.stringify(selection))).toEqual(selection);
  });

  it('waits less, the more the desk minds risk', () => {
    const taken = [0, 0.5, 3].map((riskAversion) => {
      const conditions = { ...PROBLEM.conditions, volatilityBpsPerSqrtSecond: 1, workSeconds: 0 };
      return valueOf(selectVenues({ ...PROBLEM, riskAversion, conditions })).cost.sdBps;
    });
    expect(taken[1]).toBeLessThanOrEqual(taken[0]!);
    expect(taken[2]).toBeLessThan(taken[0]!);
  });

  it('keeps what the desk allows itself', () => {
    const limits = { venuesMost: 2, unitsMostByKind: { DARK: 5_000, RFQ: 0 } };
    const { allocations, ineligible } = valueOf(selectVenues({ ...PROBLEM, limits }));
    expect(allocations.length).toBeLessThanOrEqual(2);
    expect(allocations.find(({ kind }) => kind === 'DARK')?.units ?? 0).toBeLessThanOrEqual(5_000);
    expect(ineligible).toEqual([{ venue: 'DEALERS', reason: 'DESK_LIMIT' }]);
  });

  it('says which venues may take nothing, and why nobody may', () => {
    const venues: readonly VenueProfile[] = [BLOCK, { ...LIT, maxUnits: 0 }];
    expect(selectVenues({ ...PROBLEM, quantity: 1_000, venues })).toMatchObject({
      ok: false,
      error: {
        code: 'NO_VENUE_ELIGIBLE',
        field: 'venues',
        message: 'no venue may take any of the order: BLOCK ORDER_BELOW_MINIMUM, LIT NO_CAPACITY',
      },
    });
    expect(selectVenues({ ...PROBLEM, venues: [] })).toMatchObject({ ok: false, error: { code: 'NO_VENUE_ELIGIBLE' } });
    expect(selectVenues({ ...PROBLEM, venues: [{ ...LIT, maxUnits: 50_000 }] })).toMatchObject({
      ok: false,
      error: { code: 'NO_SPLIT_ALLOWED', field: 'limits' },
    });
  });

  it.each<[string, Partial<VenueProblem>]>([
    ['side', { side: 'HOLD' as 'BUY' }],
    ['quantity', { quantity: 0 }],
    ['quantity', { quantity: 150 }],
    ['quantity', { quantity: NaN }],
    ['lotUnits', { lotUnits: 0 }],
    ['riskAversion', { riskAversion: -1 }],
    ['seed', { seed: 0.5 }],
    ['conditions.exponent', { conditions: { ...PROBLEM.conditions, exponent: 2 } }],
    ['conditions.workSeconds', { conditions: { ...PROBLEM.conditions, workSeconds: 601 } }],
    ['venues', { venues: [LIT, LIT] }],
    ['venues', { venues: Array.from({ length: 13 }, (_, i) => ({ ...LIT, name: `L${i}` })) }],
    ['venues.1.rejectProbability', { venues: [LIT, { ...DEALERS, rejectProbability: NaN }] }],
    ['limits.venuesMost', { limits: { venuesMost: 0 } }],
    ['limits.unitsMostByKind.DARK', { limits: { unitsMostByKind: { DARK: -1 } } }],
  ])('refuses by %s', (field, change) => {
    expect(selectVenues({ ...PROBLEM, ...change })).toMatchObject({ ok: false, error: { field } });
  });
});
