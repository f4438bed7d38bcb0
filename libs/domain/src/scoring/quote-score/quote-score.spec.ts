import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Side } from '#domain/core';
import { gaussian } from '#domain/impact';
import { type Quote } from '#domain/rfq';
import {
  assumed,
  DealerHistory,
  DEFAULT_DEALER_PRIORS,
  type DealerProfile,
  type Estimate,
} from '../dealer-history/index.js';
import { fairValue } from '../fair-value/index.js';
import { SCORE_TERMS } from '../score-terms.js';
import {
  rankScores,
  scoreQuoteTerms,
  type ProfiledQuote,
  type QuoteScore,
  type RankedScore,
  type ScoringContext,
} from './index.js';

const [UNKNOWN] = new DealerHistory(['A'], 2).profiles(DEFAULT_DEALER_PRIORS);

const learned = (value: number, sd: number): Estimate => ({ value, sd, evidence: 100, basis: 'LEARNED' });

const profile = (change: Partial<DealerProfile> = {}): DealerProfile => ({
  ...UNKNOWN!,
  rejectProbability: learned(0.1, 0.03),
  rejectMoveBps: learned(2, 0.2),
  ...change,
});

const context = (side: Side = 'BUY'): ScoringContext => ({
  side,
  quantity: 10_000,
  feesAndSettlementBps: 0.2,
  arrivalMid: 100,
  fair: fairValue({ meanBps: 4, sdBps: 1 }, []),
  askAnewBps: 5.5,
  expiryCostMinBps: 0,
});

const profiled = (quote: Partial<Quote> = {}, change: Partial<ProfiledQuote> = {}): ProfiledQuote => ({
  quote: { dealer: 'A', price: 100.05, quantity: 10_000, validForMs: 1e9, lastLookMs: 200, ...quote },
  profile: profile(),
  settlementBps: 0,
  counterpartyBps: assumed({ value: 0, sd: 0.2 }),
  ...((quote.quantity ?? 10_000) < 10_000 && { remainder: gaussian(6, 10) }),
  ...change,
});

const cost = (quote: Partial<Quote> = {}, change: Partial<ProfiledQuote> = {}, side: Side = 'BUY'): number =>
  scoreQuoteTerms(context(side), profiled(quote, change)).allInCostBps;

const rank = (quotes: readonly ProfiledQuote[], decisionId = 'decision'): readonly RankedScore[] =>
  rankScores(
    quotes.map((quote) => scoreQuoteTerms(context(), quote)),
    context().fair,
    decisionId,
  );

const anyQuote = fc.record({
  price: fc.double({ min: 95, max: 105, noNaN: true }),
  quantity: fc.integer({ min: 1, max: 20_000 }),
  validForMs: fc.integer({ min: 1, max: 100_000 }),
  lastLookMs: fc.integer({ min: 0, max: 1_000 }),
});

describe('scoreQuoteTerms', () => {
  it('adds up to 1e-9, term by term, each with its evidence and what it rests on', () => {
    fc.assert(
      fc.property(anyQuote, fc.constantFrom<Side>('BUY', 'SELL'), (quote, side) => {
        const score: QuoteScore = scoreQuoteTerms(context(side), profiled(quote));
        expect(score.terms.map(({ name }) => name)).toEqual(SCORE_TERMS);
        const sum = score.terms.reduce((total, { bps }) => total + bps, 0);
        expect(Math.abs(sum - score.allInCostBps)).toBeLessThanOrEqual(1e-9);
        expect(score.terms.every(({ evidence, basis }) => evidence >= 0 && basis.length > 0)).toBe(true);
      }),
    );
  });

  it('is the price, the reject risk, fees, settlement and the counterparty of a full and lasting quote', () => {
    const counterpartyBps = assumed({ value: 0.4, sd: 0 });
    expect(cost({}, { settlementBps: 0.3, counterpartyBps })).toBeCloseTo(5 + 0.1 * 2 + 0.2 + 0.3 + 0.4, 9);
  });

  it('does not depend on what is fair: every quote is compared at its price', () => {
    const other = { ...context(), fair: fairValue({ meanBps: 9, sdBps: 1 }, []) };
    expect(scoreQuoteTerms(other, profiled()).allInCostBps).toBeCloseTo(cost(), 9);
  });

  it('is monotone in the price, and worse the likelier a reject and the further its move', () => {
    fc.assert(
      fc.property(anyQuote, fc.double({ min: 0.001, max: 1, noNaN: true }), (quote, more) => {
        expect(cost({ ...quote, price: quote.price + more })).toBeGreaterThan(cost(quote));
        const likelier = profile({ rejectProbability: learned(0.1 + more / 2, 0.03) });
        expect(cost(quote, { profile: likelier })).toBeGreaterThan(cost(quote));
        const further = profile({ rejectMoveBps: learned(2 + more, 0.2) });
        expect(cost(quote, { profile: further })).toBeGreaterThan(cost(quote));
      }),
    );
  });

  it('is the same on both sides of the mirror', () => {
    fc.assert(
      fc.property(anyQuote, (quote) => {
        expect(cost({ ...quote, price: 200 - quote.price }, {}, 'SELL')).toBeCloseTo(cost(quote), 8);
      }),
    );
  });

  it('takes a firm quote at its word until its dealer is known to refuse', () => {
    const unseen = profile({ rejectProbability: { ...learned(0.1, 0.1), basis: 'POOLED' } });
    expect(cost({ lastLookMs: 0 }, { profile: unseen })).toBeCloseTo(5.2, 9);
    expect(cost({ lastLookMs: 0 })).toBeCloseTo(5.4, 9);
  });

  it('a partial quote pays for working what it leaves', () => {
    expect(cost({ quantity: 2_500 })).toBeCloseTo(0.25 * cost() + 0.75 * 6, 9);
  });

  it('says how the market goes on after a trade with the dealer', () => {
    const drifting = profile({ driftBps: [learned(1.5, 0.2), learned(3, 0.4)] });
    const { expectedMarkouts } = scoreQuoteTerms(context(), profiled({}, { profile: drifting }));
    expect(expectedMarkouts.map(({ meanBps }) => meanBps)).toEqual([expect.closeTo(-3.5, 9), expect.closeTo(-2, 9)]);
    expect(expectedMarkouts[0]).toMatchObject({ sdBps: 0.2, evidence: 100, basis: 'LEARNED' });
  });

  it('names the term that is not finite', () => {
    expect(() => cost({}, { settlementBps: NaN })).toThrow('feesAndSettlement of A');
  });

  it('is never cheaper for being open shorter', () => {
    fc.assert(
      fc.property(
        anyQuote,
        fc.integer({ min: 1, max: 100_000 }),
        fc.constantFrom<Side>('BUY', 'SELL'),
        (quote, more, side) => {
          const longer = { ...quote, validForMs: quote.validForMs + more };
          expect(cost(longer, {}, side)).toBeLessThanOrEqual(cost(quote, {}, side) + 1e-9);
        },
      ),
    );
  });

  it('charges what asking anew costs beyond the price, as likely as the quote is gone', () => {
    const gone = Math.exp(-1);
    expect(cost({ validForMs: 2_000 })).toBeCloseTo(cost() + gone * 0.5, 9);
    // Dearer than asking anew: by rule 2 it was the better for being short.
    expect(cost({ price: 100.08, validForMs: 2_000 })).toBe(cost({ price: 100.08 }));
    const second = { ...context(), expiryCostMinBps: -Infinity };
    expect(scoreQuoteTerms(second, profiled({ price: 100.08, validForMs: 2_000 })).allInCostBps).toBeCloseTo(
      cost({ price: 100.08 }) - gone * 2.5,
      9,
    );
  });
});

describe('rankScores', () => {
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
        const keys = new Map(quotes.map((quote) => [quote.dealer, shuffle.next().value]));
        const shuffled = [...quotes].sort((a, b) => keys.get(a.dealer)! - keys.get(b.dealer)!);
        expect(rank(shuffled.map((q) => profiled(q)))).toEqual(rank(quotes.map((q) => profiled(q))));
      }),
      { numRuns: 30 },
    );
  });

  it('a quote that improves never ranks lower, nor becomes less likely the best', () => {
    fc.assert(
      fc.property(book, fc.nat(), fc.double({ min: 0.001, max: 0.1, noNaN: true }), (quotes, pick, better) => {
        const { dealer } = quotes[pick % quotes.length]!;
        const of = (all: readonly RankedScore[]): RankedScore => all.find(({ quote }) => quote.dealer === dealer)!;
        const before = of(rank(quotes.map((q) => profiled(q))));
        const improved = quotes.map((q) => (q.dealer === dealer ? { ...q, price: q.price - better } : q));
        const after = of(rank(improved.map((q) => profiled(q))));
        expect(after.rank).toBeLessThanOrEqual(before.rank);
        expect(after.bestProbability).toBeGreaterThanOrEqual(before.bestProbability - 1e-12);
      }),
      { numRuns: 30 },
    );
  });

  it('is a distribution, and ranks lie within their intervals more often than not', () => {
    fc.assert(
      fc.property(book, (quotes) => {
        const ranked = rank(quotes.map((q) => profiled(q)));
        expect(ranked.reduce((sum, { bestProbability }) => sum + bestProbability, 0)).toBeCloseTo(1, 9);
        for (const { rankLow, rankHigh } of ranked) {
          expect(rankLow).toBeGreaterThanOrEqual(1);
          expect(rankLow).toBeLessThanOrEqual(rankHigh);
          expect(rankHigh).toBeLessThanOrEqual(ranked.length);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('is sure where nothing is uncertain, and shares where all is equal', () => {
    const certain = {
      profile: profile({ rejectProbability: learned(0, 0) }),
      counterpartyBps: assumed({ value: 0, sd: 0 }),
    };
    const apart = rank([profiled({ price: 100.01 }, certain), profiled({ dealer: 'B', price: 100.02 }, certain)]);
    expect(apart.map(({ bestProbability, rankLow, rankHigh }) => [bestProbability, rankLow, rankHigh])).toEqual([
      [1, 1, 1],
      [0, 2, 2],
    ]);
    const equal = rank([profiled({}, certain), profiled({ dealer: 'B' }, certain)]);
    expect(equal[0]!.bestProbability).toBeCloseTo(0.5, 12);
  });

  it('gives two equal counterparties the odds of their difference', () => {
    const sds = {
      profile: profile({ rejectProbability: learned(0, 0) }),
      counterpartyBps: assumed({ value: 0, sd: 0.5 }),
    };
    const shares = Array.from({ length: 20 }, (_, i) => {
      const quotes = [profiled({ price: 100.05 }, sds), profiled({ dealer: 'B', price: 100.055 }, sds)];
      return rank(quotes, `decision ${i}`)[0]!.bestProbability;
    });
    // Phi(0.5 / (0.5 sqrt 2)).
    expect(Math.abs(shares.reduce((a, b) => a + b, 0) / 20 - 0.7602)).toBeLessThan(0.01);
    expect(shares.every((share) => Math.abs(share - 0.7602) < 0.06)).toBe(true);
  });

  it('is the same again for the same decision', () => {
    const quotes = [profiled({ price: 100.05 }), profiled({ dealer: 'B', price: 100.051 })];
    expect(rank(quotes, 'one')).toEqual(rank(quotes, 'one'));
  });
});
