import { describe, expect, it } from '@jest/globals';
import { type MarketEvent } from '#domain/market-data';
import { FeatureMarket, status } from '../../../../../test/factories/feature-market.js';
import { quoteAround } from '../../../../../test/factories/quote-around.js';
import { realisedVolatility } from './realised-volatility.js';

const NAMES = [
  'volatility60sBpsPerSqrtSecond',
  'volatility300sBpsPerSqrtSecond',
  'volatility1800sBpsPerSqrtSecond',
  'volatilityTwoScale300sBpsPerSqrtSecond',
  'volatilityTwoScale1800sBpsPerSqrtSecond',
];
const values = (market: FeatureMarket): number[] => NAMES.map((name) => market.value(name));
const market = (...events: MarketEvent[]): FeatureMarket =>
  new FeatureMarket([realisedVolatility]).play(...quoteAround(-1, 10_000), ...events);

/** One move of ten ticks on ten thousand, in bps. */
const MOVE = 1e4 * Math.log(1.001);

describe('realised volatility', () => {
  it('is the root mean square of five-second returns, by the square root of a second', () => {
    // Mids at the ends of seconds 1 to 60: 55 five-second returns, five of which hold the move, and 59 of one second.
    const [short, middle] = values(market(...quoteAround(30.5, 10_010)).advanceTo(60));
    expect(short).toBeCloseTo(MOVE * Math.sqrt(5 / 55 / 5), 9);
    expect(middle).toBe(short);
  });

  it('forgets a move once no return that lies in the window holds it', () => {
    const followed = market(...quoteAround(30.5, 10_010));
    // The last return with the move spans seconds 30 to 35: it lies in the window that starts at 30 and not at 31.
    const [at90, at91] = [90, 91].map((now) => followed.advanceTo(now).value(NAMES[0]!));
    expect(at90).toBeCloseTo(MOVE / Math.sqrt(56 * 5), 9);
    expect(at91).toBe(0);
  });

  it('takes noise out by the two scales', () => {
    const followed = market(...quoteAround(30.5, 10_010)).advanceTo(60);
    const expected = MOVE * Math.sqrt((5 / 55 - 1 / 59) / 4);
    expect(followed.value(NAMES[3]!)).toBeCloseTo(expected, 9);
    expect(followed.value(NAMES[4]!)).toBeCloseTo(expected, 9);
  });

  it('of a mid that only bounces is nothing on two scales', () => {
    const bounces = Array.from({ length: 100 }, (_, i) => quoteAround(i + 0.5, 10_000 + (i % 2))).flat();
    const followed = market(...bounces).advanceTo(100);
    expect(followed.value(NAMES[1]!)).toBeCloseTo((1e4 * Math.log(1.0001)) / Math.sqrt(5), 9);
    expect(followed.value(NAMES[3]!)).toBe(0);
  });

  it('does not change within a second', () => {
    const followed = market(...quoteAround(30.5, 10_010)).advanceTo(60);
    const before = values(followed);
    expect(values(followed.play(...quoteAround(60.4, 10_500)))).toEqual(before);
  });

  it('spans no halt', () => {
    const events = [status(20.5, 'HALTED'), ...quoteAround(25, 12_000), status(30.5, 'OPEN')];
    expect(
      market(...events)
        .advanceTo(60)
        .value(NAMES[0]!),
    ).toBe(0);
  });

  it('is missing with fewer than twelve returns', () => {
    const followed = market();
    expect(followed.advanceTo(16).value(NAMES[0]!)).toBeNaN();
    expect(followed.advanceTo(17).value(NAMES[0]!)).toBe(0);
  });
});
