import { describe, expect, it } from '@jest/globals';
import { FEATURE_SET_V1, type FeatureSnapshot } from '#domain/features';
import { midPrice, spreadBps } from '#domain/market-data';
import { market } from '../../../../test/factories/market.js';
import { shockedMoment } from './index.js';

const SHOCK = { volatilityFactor: 2, volumeFactor: 0.5, spreadFactor: 3 };
const snapshot = (set: string): FeatureSnapshot => ({
  instrumentId: 'TEST',
  set,
  asOf: '2024-03-05T15:00:00.000000000Z',
  values: FEATURE_SET_V1.definitions.map((_, i) => (i === 0 ? null : 1)),
});

describe('a shocked moment', () => {
  it('has the mid of before, and what is shocked by its factor', () => {
    const calm = market();
    const { market: shocked } = shockedMoment({ market: calm, features: null }, SHOCK);
    expect(midPrice(shocked)).toBeCloseTo(midPrice(calm), 9);
    expect(spreadBps(shocked)).toBeCloseTo(3 * spreadBps(calm), 9);
    expect(shocked.terms).toEqual({
      ...calm.terms,
      averageDailyVolume: calm.terms.averageDailyVolume / 2,
      dailyVolatility: 2 * calm.terms.dailyVolatility,
    });
    expect([shocked.bids[0].size, shocked.asks[0].size]).toEqual([250, 250]);
  });

  it('has features of the same market', () => {
    const features = snapshot(FEATURE_SET_V1.version);
    const { features: shocked } = shockedMoment({ market: market(), features }, SHOCK);
    const by = (factor: number): readonly string[] =>
      FEATURE_SET_V1.definitions.map(({ name }) => name).filter((_, i) => shocked!.values[i] === factor);
    expect(shocked!.values[0]).toBeNull();
    expect(by(2)).toEqual([
      'weightedMidVolatility60sBpsPerSqrtSecond',
      'weightedMidVolatility300sBpsPerSqrtSecond',
      'volatility60sBpsPerSqrtSecond',
      'volatility300sBpsPerSqrtSecond',
      'volatility1800sBpsPerSqrtSecond',
      'volatilityTwoScale300sBpsPerSqrtSecond',
      'volatilityTwoScale1800sBpsPerSqrtSecond',
      'kyleLambdaBpsPerUnit',
      'amihudBpsPerMillion',
      'impliedVolatility',
      'dailyVolatilityParkinson20d',
      'dailyVolatilityCloseToClose20d',
    ]);
    expect(by(3)).toEqual(['spreadTicks', 'spreadMean60sBps', 'spreadMean300sBps']);
    expect(by(0.5)).toHaveLength(30);
    expect(by(0.5)).toEqual(expect.arrayContaining(['bidDepthBestUnits', 'askDepth10BpsUnits', 'ofi5Levels60sUnits']));
    expect(by(0.5).filter((name) => /Fraction|PerDepth|relative|Seconds$/.test(name))).toEqual([]);
  });

  it('leaves features of another set as they are', () => {
    const features = snapshot('v0');
    expect(shockedMoment({ market: market(), features }, SHOCK).features).toEqual(features);
  });
});
