import { describe, expect, it } from '@jest/globals';
import { REQUEST_DEFINITIONS, requestFeatures, type OrderRequest } from './request-features.js';

const REQUEST: OrderRequest = { side: 'BUY', quantityUnits: 10_000, horizonSeconds: 2340 };
const TERMS = { averageDailyVolume: 1_000_000, sessionSeconds: 23_400 };

describe('requestFeatures', () => {
  it('are side, horizon, and size against the day and against the horizon', () => {
    const byName = Object.fromEntries(
      [...requestFeatures(REQUEST, TERMS)].map((value, i) => [REQUEST_DEFINITIONS[i]!.name, value]),
    );
    expect(byName).toEqual({
      sideSign: 1,
      horizonSeconds: 2340,
      advFraction: 0.01,
      sqrtAdvFraction: 0.1,
      participationRate: 0.1,
    });
  });

  it('of a sale differ in the sign alone', () => {
    const [sign, ...rest] = requestFeatures({ ...REQUEST, side: 'SELL' }, TERMS);
    expect([sign, rest]).toEqual([-1, [...requestFeatures(REQUEST, TERMS)].slice(1)]);
  });

  it.each([
    [{ averageDailyVolume: 1e6 }, [1, 2340, 0.01, 0.1, NaN]],
    [{ sessionSeconds: 23_400 }, [1, 2340, NaN, NaN, NaN]],
  ])('with %j alone are partly missing', (terms, expected) => {
    expect([...requestFeatures(REQUEST, terms)]).toEqual(expected);
  });
});
