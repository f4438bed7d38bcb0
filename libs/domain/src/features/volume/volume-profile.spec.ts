import { describe, expect, it } from '@jest/globals';
import { ASK } from '#domain/market-data';
import { FeatureMarket, trade } from '../../../../../test/factories/feature-market.js';
import { quoteAround } from '../../../../../test/factories/quote-around.js';
import { volumeProfile } from './volume-profile.js';

const NAMES = ['sessionVolumeAdvFraction', 'expectedVolumeFraction', 'relativeVolumeSession', 'relativeVolume300s'];
const values = (market: FeatureMarket): number[] => NAMES.map((name) => market.value(name));
const followedFrom = (seconds: number, averageDailyVolume?: number): FeatureMarket =>
  new FeatureMarket([volumeProfile], {
    session: { closeNs: 34_200e9 + 7200e9 },
    ...(averageDailyVolume && { context: { terms: { averageDailyVolume } } }),
  }).play(...quoteAround(seconds, 10_000));

describe('volume profile', () => {
  it('is what traded against what usually has by then', () => {
    const market = followedFrom(-60, 10_000).play(trade(100, ASK, 10_001, 2400), trade(3500, ASK, 10_001, 100));
    const [session, expected, relative, recent] = values(market.advanceTo(3600));
    expect([session, expected, relative]).toEqual([0.25, 0.5, 0.5]);
    // Half way through, the curve has 0.5; five minutes before, at x = 11/24, it has 0.275 + 0.2 (1 - 1/1728).
    expect(recent).toBeCloseTo(0.01 / (0.5 - 0.275 - 0.2 * (1 - 1 / 1728)), 9);
  });

  it('expects no more than what was followed could hold', () => {
    const market = followedFrom(1800, 10_000)
      .play(trade(2000, ASK, 10_001, 1000))
      .advanceTo(3600);
    // At x = 1/4 the curve has 0.15 + 0.2 (1 - 1/8).
    expect(market.value('relativeVolumeSession')).toBeCloseTo(0.1 / (0.5 - 0.325), 9);
  });

  it('says nothing relative in the first minute, nor without the ADV', () => {
    const early = followedFrom(-60, 10_000)
      .play(trade(10, ASK, 10_001, 1000))
      .advanceTo(59.9);
    expect(values(early)).toEqual([0.1, expect.any(Number), NaN, NaN]);
    expect(values(early.advanceTo(60)).every(Number.isFinite)).toBe(true);
    expect(values(followedFrom(-60).advanceTo(3600))).toEqual([NaN, 0.5, NaN, NaN]);
  });

  it('stands still after the close', () => {
    const market = followedFrom(-60, 10_000).play(trade(7199, ASK, 10_001, 5000), trade(7201, ASK, 10_001, 5000));
    expect(values(market.advanceTo(9000))).toEqual([0.5, 1, 0.5, NaN]);
  });
});
