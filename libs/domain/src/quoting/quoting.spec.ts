import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { forecast, market, terms } from '../../../../test/factories/market.js';
import { priceTwoSided, QUOTE_TERMS, roundToTick, type SidePrice } from './index.js';

const policy = { marginBps: 1, minSpreadBps: 0 };
const total = (side: SidePrice): number => side.terms.reduce((sum, term) => sum + term.bps, 0);

describe('priceTwoSided', () => {
  it('is the mid plus its named terms', () => {
    const quote = priceTwoSided(market(), forecast(4), forecast(4), policy);
    expect(quote.offer.terms.slice(0, 4).map((term) => term.bps)).toEqual([0, 0.5, 4, 1]);
    expect(quote.offer.price).toBe(100.06);
    expect(quote.bid.price).toBe(99.94);
  });

  it('terms add up to the price, bid below offer, both on the tick', () => {
    const positive = fc.double({ min: 0, max: 200, noNaN: true });
    fc.assert(
      fc.property(
        positive,
        positive,
        fc.double({ min: 0, max: 20, noNaN: true }),
        positive,
        (buy, sell, marginBps, minSpreadBps) => {
          const quote = priceTwoSided(market(), forecast(buy), forecast(sell), { marginBps, minSpreadBps });
          for (const side of [quote.bid, quote.offer]) {
            expect(side.terms.map((term) => term.name)).toEqual(QUOTE_TERMS);
            expect(total(side)).toBeCloseTo(side.markupBps, 9);
            const sign = side.clientSide === 'BUY' ? 1 : -1;
            expect(quote.mid * (1 + (sign * side.markupBps) / 1e4)).toBeCloseTo(side.price, 9);
            expect(Math.abs(side.price * 100 - Math.round(side.price * 100))).toBeLessThan(1e-6);
          }
          expect(quote.bid.price).toBeLessThan(quote.offer.price);
          expect(((quote.offer.price - quote.bid.price) / quote.mid) * 1e4).toBeGreaterThanOrEqual(minSpreadBps - 1e-6);
        },
      ),
    );
  });

  it('a larger hedge cost never gives a better price', () => {
    const small = priceTwoSided(market(), forecast(4), forecast(4), policy);
    const large = priceTwoSided(market(), forecast(9), forecast(9), policy);
    expect(large.offer.price).toBeGreaterThan(small.offer.price);
    expect(large.bid.price).toBeLessThan(small.bid.price);
  });

  it.each([NaN, Infinity])('never shows a price that rests on a hedge cost of %d', (hedgeBps) => {
    expect(() => priceTwoSided(market(), forecast(hedgeBps), forecast(4), policy)).toThrow('not finite');
    expect(() => priceTwoSided(market(), forecast(4), forecast(hedgeBps), policy)).toThrow('not finite');
  });

  it('leans with the book', () => {
    const leaning = market({ bids: [{ price: 99.99, size: 900 }], asks: [{ price: 100.01, size: 100 }] });
    const quote = priceTwoSided(leaning, forecast(4), forecast(4), policy);
    expect(quote.offer.terms[0]).toMatchObject({ name: 'reference' });
    expect(quote.offer.terms[0]?.bps).toBeGreaterThan(0);
    expect(quote.bid.terms[0]?.bps).toBeLessThan(0);
  });
});

describe('roundToTick', () => {
  it.each([
    [100.001, 0.01, 'BUY', 100.01],
    [100.009, 0.01, 'SELL', 100],
    [100.07, 0.01, 'BUY', 100.07],
    [100.07, 0.01, 'SELL', 100.07],
    [4_511.3, 0.25, 'BUY', 4_511.5],
    [27_003.2, 5, 'SELL', 27_000],
  ] as const)('%d on a grid of %d for a client %s is %d', (price, tick, side, rounded) => {
    expect(roundToTick(price, tick, side)).toBe(rounded);
  });

  it('keeps the terms of the instrument', () => {
    expect(
      priceTwoSided(market({ terms: terms({ tickSize: 0.05 }) }), forecast(4), forecast(4), policy).offer.price,
    ).toBe(100.1);
  });
});
