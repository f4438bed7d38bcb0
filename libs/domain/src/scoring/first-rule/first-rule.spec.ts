import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalCdf, seededRng } from '#domain/core';
import { type Quote } from '#domain/rfq';
import { forecast, market, terms } from '../../../../../test/factories/market.js';
import { fairPrice } from '../fair-price.js';
import { SCORE_TERMS } from '../score-terms.js';
import { bestProbabilities } from './best-probability.js';
import { advise, rankQuotes, scoreQuote } from './index.js';
import { type ScoredQuote } from './score.js';

const quote = (overrides: Partial<Quote> = {}): Quote => ({
  dealer: 'A',
  price: 100.05,
  quantity: 10_000,
  validForMs: 60_000,
  lastLookMs: 0,
  ...overrides,
});

const score = (
  overrides: Partial<Quote> = {},
  side: 'BUY' | 'SELL' = 'BUY',
  remainder = forecast(6).slippage,
): ScoredQuote => {
  const scored = quote(overrides);
  return scoreQuote(side, 10_000, market(), {
    quote: scored,
    fair: fairPrice(side, market(), forecast(4)),
    ...(scored.quantity < 10_000 && { remainder }),
  });
};

describe('scoreQuote', () => {
  it('adds up, term by term', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<'BUY' | 'SELL'>('BUY', 'SELL'),
        fc.double({ min: 95, max: 105, noNaN: true }),
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 0, max: 1_000 }),
        (side, price, quantity, validForMs, lastLookMs) => {
          const scored = score({ price, quantity, validForMs, lastLookMs }, side);
          expect(Object.keys(scored.terms)).toEqual(SCORE_TERMS);
          expect(Object.values(scored.terms).reduce((sum, bps) => sum + bps, 0)).toBeCloseTo(scored.allInCostBps, 9);
        },
      ),
    );
  });

  it('is the price against the arrival mid plus fees for a firm, full, long-lived quote', () => {
    expect(score({ validForMs: 1e9 }).allInCostBps).toBeCloseTo(5 + 0.2, 9);
    expect(score({ price: 99.95, validForMs: 1e9 }, 'SELL').allInCostBps).toBeCloseTo(5 + 0.2, 9);
  });

  it('grows with the price a buyer pays', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 95, max: 105, noNaN: true }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 10_000 }),
        (price, worse, quantity) => {
          expect(score({ price: price + worse, quantity }).allInCostBps).toBeGreaterThan(
            score({ price, quantity }).allInCostBps,
          );
        },
      ),
    );
  });

  it('is the same on both sides of the mirror', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 10_000 }),
        (away, quantity) => {
          const bought = score({ price: 100 + away, quantity }, 'BUY');
          const sold = score({ price: 100 - away, quantity }, 'SELL');
          expect(sold.allInCostBps).toBeCloseTo(bought.allInCostBps, 8);
        },
      ),
    );
  });

  it('charges last look and a validity too short to act on', () => {
    expect(score({ lastLookMs: 200 }).allInCostBps).toBeGreaterThan(score().allInCostBps);
    expect(score({ validForMs: 100 }).allInCostBps).toBeGreaterThan(score().allInCostBps);
  });

  it('last look equals sig sqrt(h) phi(b / (sig sqrt h))', () => {
    const sd = 0.02 * 1e4 * Math.sqrt(0.2 / 23_400);
    const z = 0.5 / sd;
    const expected = (sd * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
    expect(score({ lastLookMs: 200 }).terms.rejectRisk).toBeCloseTo(expected, 9);
  });

  it('a partial quote pays for working what it leaves', () => {
    const full = score({ validForMs: 1e9 }).allInCostBps;
    expect(score({ quantity: 2_500, validForMs: 1e9 }).allInCostBps).toBeCloseTo(0.25 * full + 0.75 * 6, 9);
  });
});

describe('bestProbabilities', () => {
  it('equals the closed form for two', () => {
    const [first, second] = bestProbabilities([
      { meanBps: 1, sdBps: 0.5 },
      { meanBps: 1.4, sdBps: 0.3 },
    ]);
    expect(first).toBeCloseTo(normalCdf(0.4 / Math.hypot(0.5, 0.3)), 3);
    expect(first! + second!).toBeCloseTo(1, 12);
  });

  it('agrees with joint draws', () => {
    const rng = seededRng(11);
    for (let round = 0; round < 10; round += 1) {
      const costs = Array.from({ length: 2 + rng.below(9) }, () => ({
        meanBps: 4 * rng.uniform(),
        sdBps: 0.05 + rng.uniform(),
      }));
      const wins = costs.map(() => 0);
      for (let draw = 0; draw < 20_000; draw += 1) {
        const drawn = costs.map(({ meanBps, sdBps }) => meanBps + sdBps * rng.normal());
        wins[drawn.indexOf(Math.min(...drawn))]! += 1 / 20_000;
      }
      const probabilities = bestProbabilities(costs);
      wins.forEach((share, i) => {
        expect(Math.abs(share - probabilities[i]!)).toBeLessThan(0.015);
      });
    }
  });

  it('agrees with joint draws where an error is shared', () => {
    const rng = seededRng(12);
    for (let round = 0; round < 10; round += 1) {
      const costs = Array.from({ length: 2 + rng.below(6) }, () => ({
        meanBps: 4 * rng.uniform(),
        sdBps: 0.05 + 0.3 * rng.uniform(),
        sharedSdBps: rng.uniform() < 0.3 ? 0 : 20 * rng.uniform(),
      }));
      const wins = costs.map(() => 0);
      for (let draw = 0; draw < 20_000; draw += 1) {
        const shared = rng.normal();
        const drawn = costs.map((cost) => cost.meanBps + cost.sharedSdBps * shared + cost.sdBps * rng.normal());
        wins[drawn.indexOf(Math.min(...drawn))]! += 1 / 20_000;
      }
      const probabilities = bestProbabilities(costs);
      wins.forEach((share, i) => {
        expect(Math.abs(share - probabilities[i]!)).toBeLessThan(0.02);
      });
    }
  });

  it('an error that all share alike decides nothing', () => {
    const own = [
      { meanBps: 1, sdBps: 0.2 },
      { meanBps: 1.1, sdBps: 0.1 },
      { meanBps: 1.2, sdBps: 0.3 },
    ];
    expect(bestProbabilities(own.map((cost) => ({ ...cost, sharedSdBps: 40 })))).toEqual(bestProbabilities(own));
  });

  it('an error that only one has is its own', () => {
    const [first] = bestProbabilities([
      { meanBps: 1, sdBps: 0.3, sharedSdBps: 0.4 },
      { meanBps: 1.4, sdBps: 0.3 },
    ]);
    expect(first).toBeCloseTo(normalCdf(0.4 / Math.hypot(0.5, 0.3)), 3);
  });

  it('is a distribution whatever the scales', () => {
    const cost = fc.record({
      meanBps: fc.double({ min: -1_000, max: 1_000, noNaN: true }),
      sdBps: fc.double({ min: 0.01, max: 500, noNaN: true }),
      sharedSdBps: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 500, noNaN: true })),
    });
    fc.assert(
      fc.property(fc.array(cost, { minLength: 1, maxLength: 12 }), (costs) => {
        const probabilities = bestProbabilities(costs);
        expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
        expect(probabilities.every((p) => p >= 0 && p <= 1)).toBe(true);
      }),
    );
  });
});

describe('rankQuotes', () => {
  const book = fc.uniqueArray(
    fc.record({
      dealer: fc.string({ minLength: 1, maxLength: 4 }),
      price: fc.constantFrom(100.01, 100.02, 100.03, 100.04),
      quantity: fc.constantFrom(2_500, 5_000, 10_000),
    }),
    { selector: ({ dealer }) => dealer, minLength: 1, maxLength: 8 },
  );

  it('does not depend on the order of arrival', () => {
    fc.assert(
      fc.property(book, fc.infiniteStream(fc.nat()), (quotes, shuffle) => {
        const inOrder = rankQuotes(quotes.map((q) => score(q)));
        const keys = new Map(quotes.map((q) => [q.dealer, shuffle.next().value]));
        const shuffled = [...quotes].sort((a, b) => keys.get(a.dealer)! - keys.get(b.dealer)!);
        expect(rankQuotes(shuffled.map((q) => score(q)))).toEqual(inOrder);
      }),
    );
  });

  it('tells two partial quotes apart by their prices: what they leave is worked in one market', () => {
    const partial = (dealer: string, price: number): ScoredQuote =>
      score({ dealer, price, quantity: 5_000 }, 'BUY', forecast(6, 30).slippage);
    const [best] = rankQuotes([partial('A', 100.03), partial('B', 100.05)]);
    expect(best).toMatchObject({ rank: 1, quote: { dealer: 'A' } });
    expect(best!.bestProbability).toBeGreaterThan(0.99);
  });

  it('a quote that improves never ranks lower', () => {
    fc.assert(
      fc.property(book, fc.nat(), fc.double({ min: 0.001, max: 0.1, noNaN: true }), (quotes, pick, better) => {
        const { dealer } = quotes[pick % quotes.length]!;
        const rankOf = (scored: readonly ScoredQuote[]): number =>
          rankQuotes(scored).find((q) => q.quote.dealer === dealer)!.rank;
        const before = rankOf(quotes.map((q) => score(q)));
        const after = rankOf(quotes.map((q) => score(q.dealer === dealer ? { ...q, price: q.price - better } : q)));
        expect(after).toBeLessThanOrEqual(before);
      }),
    );
  });
});

describe('advise', () => {
  const ranked = rankQuotes([score()]);
  const worked = (meanBps: number, sdBps: number) => ({
    strategy: 'PASSIVE',
    slippage: { kind: 'NORMAL' as const, meanBps, sdBps },
  });

  it('takes the quote when working the order costs more', () => {
    expect(advise('BUY', ranked, worked(12, 4), 0)).toMatchObject({ action: 'LIFT', dealer: 'A' });
    expect(advise('SELL', ranked, worked(12, 4), 0)).toMatchObject({ action: 'HIT', dealer: 'A' });
  });

  it('works the order when that is cheaper, until risk weighs more', () => {
    expect(advise('BUY', ranked, worked(2, 30), 0)).toMatchObject({ action: 'WORK_ORDER' });
    expect(advise('BUY', ranked, worked(2, 30), 1)).toMatchObject({ action: 'LIFT' });
  });

  it('takes the quote that costs least with its risk, ranked first or not', () => {
    // Half of the block at a good price leaves the other half to the market; the firm full quote costs a little more.
    const ranked = rankQuotes([
      score({ dealer: 'PARTIAL', price: 100.039, quantity: 5_000 }, 'BUY', forecast(6, 30).slippage),
      score({ dealer: 'FULL' }),
    ]);
    expect(ranked.map(({ quote: { dealer } }) => dealer)).toEqual(['PARTIAL', 'FULL']);
    const alternative = worked(3, 10);
    expect(advise('BUY', ranked, alternative, 0)).toMatchObject({ action: 'WORK_ORDER' });
    expect(advise('BUY', ranked, alternative, 0.3)).toMatchObject({ action: 'LIFT', dealer: 'FULL' });
  });

  it('is not given on a cost that is no number', () => {
    expect(() => advise('BUY', ranked, worked(NaN, 1), 0)).toThrow('not finite');
  });

  it('says by how much', () => {
    const advice = advise('BUY', ranked, worked(2, 0), 0);
    expect(advice.savingBps).toBeCloseTo(ranked[0]!.allInCostBps - 2, 9);
  });
});

describe('a locked market without volatility', () => {
  it('is scored without a number that is not finite', () => {
    const locked = market({
      bids: [{ price: 100, size: 1 }],
      asks: [{ price: 100, size: 1 }],
      averageSpreadBps: 0,
      terms: terms({ dailyVolatility: 0 }),
    });
    const scored = scoreQuote('BUY', 10_000, locked, {
      quote: quote({ lastLookMs: 100, validForMs: 1 }),
      fair: fairPrice('BUY', locked, forecast(0, 0)),
    });
    expect(scored.allInCostBps).toBeCloseTo(5.2, 9);
    expect(rankQuotes([scored])[0]?.bestProbability).toBe(1);
  });
});
