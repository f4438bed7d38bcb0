import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '#domain/core';
import { FeatureMarket } from '../../../../../test/factories/feature-market.js';
import { quoteAround } from '../../../../../test/factories/quote-around.js';
import { clock } from './clock.js';

const NAMES = ['timeOfDaySin', 'timeOfDayCos', 'sinceOpenSeconds', 'toCloseSeconds'];
const values = (market: FeatureMarket): number[] => NAMES.map((name) => market.value(name));

describe('clock', () => {
  it('goes round once a day, by UTC', () => {
    // The session opens at 13:30 UTC.
    const [sin, cos] = values(new FeatureMarket([clock]).play(...quoteAround(0, 10_000)));
    expect(sin).toBeCloseTo(Math.sin((2 * Math.PI * 13.5) / 24), 12);
    expect(cos).toBeCloseTo(Math.cos((2 * Math.PI * 13.5) / 24), 12);
  });

  it.each([
    ['1969-12-31T18:00:00Z', 0],
    ['2024-02-29T08:30:00Z', Math.sin((2 * Math.PI * 14.5) / 24)],
  ])('with its origin at %s', (origin, sin) => {
    const session = { origin: parseInstant(origin)!, openNs: 0, closeNs: 7 * 3600e9 };
    const market = new FeatureMarket([clock], { session });
    market.tracker.view.timeNs = 6 * 3600e9;
    expect(market.value('timeOfDaySin')).toBeCloseTo(sin, 12);
  });

  it('counts from the open and to the close', () => {
    const market = new FeatureMarket([clock]).play(...quoteAround(-10, 10_000));
    const times = [-1, 0, 1800.5, 7199, 7200].map((now) => values(market.advanceTo(now)).slice(2));
    expect(times).toEqual([
      [NaN, NaN],
      [0, 7200],
      [1800.5, 5399.5],
      [7199, 1],
      [NaN, NaN],
    ]);
  });

  it('knows no open and no close where trading never ends', () => {
    const market = new FeatureMarket([clock], { context: { terms: { sessionSeconds: 86_400 } } });
    expect(values(market.play(...quoteAround(10, 10_000))).slice(2)).toEqual([NaN, NaN]);
  });
});
