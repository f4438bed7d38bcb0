import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HitCurve, HitModel, REFERENCE_HIT_PARAMETERS } from '#domain/rfq';
import { stationaryPenalty } from '../inventory/index.js';
import { ENGINE_TERMS, quoteLadder, quoteSide, quoteTwoSided, type EngineQuote, type QuoteSituation } from './index.js';

const HITS = new HitCurve(new HitModel(REFERENCE_HIT_PARAMETERS), 3);
const PENALTY = stationaryPenalty(
  { matrix: [Float64Array.of(1.4, 0.9), Float64Array.of(0.9, 1.6)], isRepaired: false },
  0.002,
  [0.01, 0.01],
);

const SITUATION: QuoteSituation = {
  market: {
    mid: 100,
    tickSize: 0.001,
    micropriceEdgeBps: 0.2,
    depthBlocks: 2,
    fairTransferEdgeBps: 1,
    volatilityBpsPerSqrtSecond: 1.2,
  },
  client: { baseHalfSpreadBps: 5, hits: HITS, hitUnit: 'USUAL_CHARGE', adverseMoveBps: 0.5 },
  inventory: { positions: [0, 0], asset: 0, penalty: PENALTY, flowBlocksPerSecond: 0.02 },
  style: {
    riskAversion: 0.002,
    usualVolatilityBpsPerSqrtSecond: 1.2,
    sizeSlopeBps: 0.5,
    thinDepthBlocks: 0.5,
    blocksMax: 10,
    hedging: 'CHEAPER',
    maxSkewBps: Infinity,
    validSecondsMin: 0.5,
    validSecondsMax: 30,
  },
  hedge: (_side, blocks) => ({ meanBps: 3 * Math.sqrt(blocks), sdBps: 4 }),
};

type Change = { readonly [K in Exclude<keyof QuoteSituation, 'hedge'>]?: Partial<QuoteSituation[K]> } & Partial<
  Pick<QuoteSituation, 'hedge'>
>;
const situation = (change: Change = {}): QuoteSituation => ({
  market: { ...SITUATION.market, ...change.market },
  client: { ...SITUATION.client, ...change.client },
  inventory: { ...SITUATION.inventory, ...change.inventory },
  style: { ...SITUATION.style, ...change.style },
  hedge: (side, blocks) => (change.hedge ?? SITUATION.hedge)(side, blocks),
});

const quoted = (change: Change = {}, side: 1 | -1 = 1, blocks = 1): EngineQuote => {
  const quote = quoteSide(situation(change), side, blocks);
  if (!quote.ok) throw new Error(quote.error.message);
  return quote.value;
};

const term = (quote: EngineQuote, name: string): number => quote.terms.find((one) => one.name === name)!.bps;

describe('an engine quote', () => {
  it('is the sum of its terms, on the tick, away from the mid', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<1 | -1>(1, -1),
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 2, maxLength: 2 }),
        (side, blocks, positions) => {
          const quote = quoted({ inventory: { positions } }, side, blocks);
          expect(quote.terms.map(({ name }) => name)).toEqual(ENGINE_TERMS);
          expect(quote.terms.reduce((sum, { bps }) => sum + bps, 0)).toBeCloseTo(quote.markupBps, 9);
          const exact = 100 * (1 + (side * quote.markupBps) / 1e4);
          expect(side * (quote.price - exact)).toBeGreaterThanOrEqual(-1e-9);
          expect(side * (quote.price - exact)).toBeLessThan(0.001 + 1e-9);
          expect(quote.markupBps).toBeGreaterThan(quote.breakEvenBps);
          expect(quote.hitProbability >= 0 && quote.hitProbability <= 1).toBe(true);
        },
      ),
      { numRuns: 200, seed: 1 },
    );
  });

  it('costs the client who brings inventory down less than the one who adds to it', () => {
    const long = { inventory: { positions: [6, 0] } };
    expect(quoted(long, 1).markupBps).toBeLessThan(quoted({}, 1).markupBps);
    expect(quoted(long, -1).markupBps).toBeGreaterThan(quoted({}, -1).markupBps);
    const correlated = { inventory: { positions: [0, 6] } };
    expect(quoted(correlated, 1).markupBps).toBeLessThan(quoted({}, 1).markupBps);
  });

  it('leans as far as the desk lets it, and is the best price of what it then costs', () => {
    const skewed = (blocks: number, maxSkewBps: number, side: 1 | -1): EngineQuote =>
      quoted({ inventory: { positions: [blocks, 0] }, style: { maxSkewBps } }, side);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        fc.constantFrom<1 | -1>(1, -1),
        (one, other, maxSkewBps, side) => {
          const [less, more] = one < other ? [one, other] : [other, one];
          const [flat, long, longer] = [0, less, more].map((blocks) => skewed(blocks, maxSkewBps, side));
          // A long book shifts both prices down, further when it is longer, and never beyond the limit on cost.
          expect(-side * (long!.markupBps - flat!.markupBps)).toBeGreaterThan(-1e-6);
          expect(-side * (longer!.markupBps - long!.markupBps)).toBeGreaterThan(-1e-6);
          const pricedAt = ({ breakEvenBps, hedge }: EngineQuote): number => breakEvenBps + hedge.limitedBps;
          expect(Math.abs(pricedAt(longer!) - pricedAt(flat!))).toBeLessThan(maxSkewBps + 1e-9);
          expect(longer!.terms.reduce((sum, { bps }) => sum + bps, 0)).toBeCloseTo(longer!.markupBps, 9);
        },
      ),
      { numRuns: 200, seed: 1 },
    );
    const [free, limited] = [Infinity, 1].map((limit) => skewed(60, limit, 1));
    expect(free!.terms.map(({ name }) => name)).not.toContain('maximumSkew');
    expect(limited!.breakEvenBps).toBe(free!.breakEvenBps);
    expect(term(limited!, 'maximumSkew')).toBeGreaterThan(0);
    expect(limited!.markupBps).toBeGreaterThan(free!.markupBps);
    expect(limited!.markupBps).toBeLessThan(quoted().markupBps);
    expect(skewed(60, 0, 1).markupBps).toBeCloseTo(quoted().markupBps, 9);
  });

  it('never gets cheaper with cost: adverse moves, hedge, size', () => {
    const hedged = (meanBps: number): number =>
      quoted({ style: { hedging: 1 }, hedge: () => ({ meanBps, sdBps: 4 }) }).markupBps;
    const rising = (values: readonly number[]): void => {
      // The hit curve has kinks at its nodes, where best markups meet: there they differ by the last bisection.
      for (let i = 1; i < values.length; i += 1) expect(values[i]).toBeGreaterThan(values[i - 1]! - 1e-6);
      expect(values.at(-1)).toBeGreaterThan(values[0]!);
    };
    rising([0, 1, 2, 5, 9].map((adverseMoveBps) => quoted({ client: { adverseMoveBps } }).markupBps));
    rising([0, 1, 2, 5, 9].map(hedged));
    rising([0.5, 1, 2, 4, 8].map((blocks) => quoted({}, 1, blocks).markupBps));
  });

  it('hedges now what is cheap to hedge and dear to keep, and says how long the rest waits', () => {
    const cheap = quoted({ hedge: () => ({ meanBps: 0.01, sdBps: 0.1 }) });
    expect([cheap.hedge.hedgedShare, cheap.hedge.internalisedSeconds]).toEqual([1, 0]);
    const dear = quoted({ hedge: () => ({ meanBps: 50, sdBps: 5 }) }, 1, 2);
    expect([dear.hedge.hedgedShare, dear.hedge.internalisedSeconds]).toEqual([0, 100]);
    expect(cheap.markupBps).toBeLessThan(dear.markupBps);
  });

  it('hedges at once what an informed client leaves it with, and is paid for the move only where it keeps the block', () => {
    const hedge = (): { meanBps: number; sdBps: number } => ({ meanBps: 4, sdBps: 1 });
    const quiet = quoted({ client: { adverseMoveBps: 0 }, hedge }, 1, 0.1);
    const informed = quoted({ client: { adverseMoveBps: 20 }, hedge }, 1, 0.1);
    expect([quiet.hedge.hedgedShare, informed.hedge.hedgedShare]).toEqual([0, 1]);
    expect(term(informed, 'adverseSelection')).toBe(0);
    const bound = quoted({ client: { adverseMoveBps: 20 }, style: { hedging: 0.25 }, hedge });
    expect(term(bound, 'adverseSelection')).toBe(15);
  });

  it('takes the fair price of its own flow where the lit market is thin', () => {
    expect(term(quoted(), 'reference')).toBe(0.2);
    expect(term(quoted({ market: { depthBlocks: 0.1 } }), 'reference')).toBe(1);
    expect(term(quoted({ market: { depthBlocks: 0.1 } }, -1), 'reference')).toBe(-1);
  });

  it('is worth its expected utility and no more: break-even adds nothing', () => {
    const quote = quoted();
    const { mean, low, high } = quote.pnlIfDoneBps;
    expect(quote.expectedPnlBps).toBeCloseTo(quote.hitProbability * mean, 12);
    expect(low < mean && mean < high).toBe(true);
    expect(quote.breakEvenBps).toBeCloseTo(
      ['reference', 'adverseSelection', 'hedgeCost', 'inventorySkew'].reduce((sum, name) => sum + term(quote, name), 0),
      9,
    );
  });

  it('is valid for less in a faster market, within the bounds of the desk', () => {
    const valid = (volatility: number): number =>
      quoted({
        market: { volatilityBpsPerSqrtSecond: volatility },
        style: { usualVolatilityBpsPerSqrtSecond: volatility },
      }).validSeconds;
    expect(valid(0.01)).toBe(30);
    expect(valid(1.2)).toBeLessThan(valid(0.8));
    expect(valid(1e4)).toBe(0.5);
  });

  it('has a bid below its offer on every rung, and rungs further apart', () => {
    const ladder = quoteLadder(SITUATION, [0.5, 1, 2, 4, 8]);
    if (!ladder.ok) throw new Error(ladder.error.message);
    const widths = ladder.value.map(({ bid, offer }) => offer.price - bid.price);
    expect(widths.every((width) => width > 0)).toBe(true);
    expect(widths).toEqual([...widths].sort((a, b) => a - b));
    expect(quoteTwoSided(SITUATION, 2)).toEqual({ ok: true, value: ladder.value[2] });
  });
});

describe('the unit of the hit model', () => {
  const COSTS = { min: 0.01, max: 200, noNaN: true };
  const dear = (meanBps: number, change: Change = {}, blocks = 1): EngineQuote =>
    quoted({ ...change, style: { ...change.style, hedging: 1 }, hedge: () => ({ meanBps, sdBps: 0 }) }, 1, blocks);
  const inHalfSpreads: Change = { client: { hitUnit: 'HALF_SPREAD' } };

  it('changes nothing for a block that costs no more than the usual half-spread', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 5, noNaN: true }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        (cost, blocks) => {
          const quote = dear(cost, {}, blocks);
          expect(quote).toEqual(dear(cost, inHalfSpreads, blocks));
          expect(quote.hitUnitBps).toBe(5);
        },
      ),
      { numRuns: 100, seed: 1 },
    );
  });

  it('leaves a block of any cost the chance that a price of the usual charge has, where half-spreads left none', () => {
    const narrow: Change = { client: { baseHalfSpreadBps: 0.5, adverseMoveBps: 0 }, market: { micropriceEdgeBps: 0 } };
    fc.assert(
      fc.property(fc.double(COSTS), (cost) => {
        const quote = dear(cost, narrow);
        expect(quote.hitUnitBps).toBe(Math.max(0.5, cost));
        expect(HITS.hit(quote.breakEvenBps / quote.hitUnitBps)).toBeGreaterThanOrEqual(HITS.hit(1));
        expect(quote.hitProbability).toBeGreaterThan(0.05);
      }),
      { numRuns: 100, seed: 1 },
    );
    const before = dear(10, { ...narrow, client: { ...narrow.client, hitUnit: 'HALF_SPREAD' } });
    expect(HITS.hit(before.breakEvenBps / before.hitUnitBps)).toBeLessThan(1e-30);
  });

  it('makes no price fall with what the block costs, and is the same whatever the dealer holds', () => {
    fc.assert(
      fc.property(fc.double(COSTS), fc.double(COSTS), (one, other) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        expect(dear(more).markupBps).toBeGreaterThanOrEqual(dear(less).markupBps - 1e-9);
      }),
      { numRuns: 200, seed: 1 },
    );
    const held = [-20, 0, 20].map((position) => quoted({ inventory: { positions: [position, 3] } }, 1, 4));
    expect(new Set(held.map(({ hitUnitBps }) => hitUnitBps)).size).toBe(1);
  });

  it('is of the cheaper way to carry a block: one that is kept for little has the half-spread', () => {
    const kept = quoted({ hedge: () => ({ meanBps: 80, sdBps: 0 }), client: { adverseMoveBps: 0 } }, 1, 0.5);
    expect(kept.hedge.hedgedShare).toBe(0);
    expect(kept.hitUnitBps).toBe(5);
  });
});

describe('what cannot be quoted', () => {
  it.each<[string, Change]>([
    ['inventory.positions.1', { inventory: { positions: [0, NaN] } }],
    ['inventory.asset', { inventory: { asset: 2 } }],
    ['inventory.penalty', { inventory: { positions: [0] } }],
    ['inventory.flowBlocksPerSecond', { inventory: { flowBlocksPerSecond: 0 } }],
    ['style.riskAversion', { style: { riskAversion: 0 } }],
    ['style.riskAversion', { style: { riskAversion: -1 } }],
    ['style.hedging', { style: { hedging: 1.5 } }],
    ['style.maxSkewBps', { style: { maxSkewBps: -1 } }],
    ['style.maxSkewBps', { style: { maxSkewBps: NaN } }],
    ['style.validSecondsMax', { style: { validSecondsMax: 0.1 } }],
    ['market.mid', { market: { mid: -1 } }],
    ['market.volatilityBpsPerSqrtSecond', { market: { volatilityBpsPerSqrtSecond: NaN } }],
    ['client.adverseMoveBps', { client: { adverseMoveBps: Infinity } }],
    ['client.baseHalfSpreadBps', { client: { baseHalfSpreadBps: 0 } }],
    ['hedge.meanBps', { hedge: () => ({ meanBps: NaN, sdBps: 1 }) }],
    ['hedge.sdBps', { hedge: () => ({ meanBps: 1, sdBps: -1 }) }],
  ])('is refused by name: %s', (field, change) => {
    expect(quoteSide(situation(change), 1, 1)).toMatchObject({
      ok: false,
      error: { code: 'IMPOSSIBLE_QUOTE_INPUT', field },
    });
  });

  it('is a size that is none, or beyond the ladder', () => {
    expect(quoteSide(SITUATION, 1, 0)).toMatchObject({ ok: false, error: { field: 'blocks' } });
    expect(quoteSide(SITUATION, 1, 10.1)).toMatchObject({ ok: false, error: { code: 'SIZE_BEYOND_LADDER' } });
    expect(quoteLadder(SITUATION, [2, 1])).toMatchObject({ ok: false, error: { field: 'sizes.1' } });
  });
});
