import { describe, expect, it } from '@jest/globals';
import { ASK, BID, type MarketEvent } from '#domain/market-data';
import { FeatureMarket, trade } from '../../../../../test/factories/feature-market.js';
import { quoteAround } from '../../../../../test/factories/quote-around.js';
import { amihud } from './amihud.js';
import { kyleLambda } from './kyle-lambda.js';
import { vpin } from './vpin.js';

const bought = (seconds: number, size: number): MarketEvent => trade(seconds, ASK, 10_000, size);
const sold = (seconds: number, size: number): MarketEvent => trade(seconds, BID, 10_000, size);

/** One tick on ten thousand. */
const TICK_BPS = 1e4 * Math.log(1.0001);

describe('Kyle’s lambda', () => {
  /** A purchase of 100 takes the mid up by a tick, a sale of 100 down again, in turn, ten seconds each. */
  const buckets = (count: number): MarketEvent[] =>
    Array.from({ length: count }, (_, i) => {
      const middle = 10 * i + 5;
      return i % 2 === 0
        ? [bought(middle, 100), ...quoteAround(middle, 10_001)]
        : [sold(middle, 100), ...quoteAround(middle, 10_000)];
    }).flat();

  const after = (count: number, averageDailyVolume?: number): FeatureMarket =>
    new FeatureMarket([kyleLambda], { ...(averageDailyVolume && { context: { terms: { averageDailyVolume } } }) })
      .play(...quoteAround(-1, 10_000), ...buckets(count))
      .advanceTo(10 * count);

  it('is the slope of the move on the signed volume', () => {
    // The first bucket has no mid at its start, which is the open.
    const followed = after(13, 50_000);
    expect(followed.value('kyleLambdaBpsPerUnit')).toBeCloseTo(TICK_BPS / 100, 12);
    expect(followed.value('kyleLambdaBpsPerAdvPercent')).toBeCloseTo((TICK_BPS / 100) * 500, 9);
  });

  it('has an intercept: a drift is not the price of a trade', () => {
    const drift = Array.from({ length: 14 }, (_, i) => [
      bought(10 * i + 5, 100 + i),
      ...quoteAround(10 * i + 5, 10_000 * 1.0001 ** i),
    ]);
    const followed = new FeatureMarket([kyleLambda], { session: { tickUnits: 1e-4 } })
      .play(...quoteAround(-1, 10_000), ...drift.flat())
      .advanceTo(140);
    expect(followed.value('kyleLambdaBpsPerUnit')).toBeCloseTo(0, 6);
  });

  it('is missing with fewer than twelve buckets, without flow, and by ADV where nobody states it', () => {
    expect(after(12).value('kyleLambdaBpsPerUnit')).toBeNaN();
    expect(
      new FeatureMarket([kyleLambda])
        .play(...quoteAround(-1, 10_000))
        .advanceTo(600)
        .value('kyleLambdaBpsPerUnit'),
    ).toBeNaN();
    expect(after(13).value('kyleLambdaBpsPerAdvPercent')).toBeNaN();
  });
});

describe('Amihud', () => {
  /** Each minute 100 trade at 100.00 and the mid moves by a tick. */
  const minutes = (count: number): MarketEvent[] =>
    Array.from({ length: count }, (_, i) => [
      bought(60 * i + 30, 100),
      ...quoteAround(60 * i + 30, 10_001 - (i % 2)),
    ]).flat();
  const after = (count: number): FeatureMarket =>
    new FeatureMarket([amihud]).play(...quoteAround(-1, 10_000), ...minutes(count)).advanceTo(60 * count);

  it('is the mean over minutes of the move by the million traded', () => {
    expect(after(6).value('amihudBpsPerMillion')).toBeCloseTo(TICK_BPS / 0.01, 6);
  });

  it('passes over minutes in which nothing trades', () => {
    const followed = after(6)
      .play(...quoteAround(375, 11_000))
      .advanceTo(420);
    expect(followed.value('amihudBpsPerMillion')).toBeCloseTo(TICK_BPS / 0.01, 6);
  });

  it('is missing with fewer than five minutes', () => {
    expect(after(5).value('amihudBpsPerMillion')).toBeNaN();
  });
});

describe('VPIN', () => {
  const market = (averageDailyVolume?: number): FeatureMarket =>
    new FeatureMarket([vpin], { ...(averageDailyVolume && { context: { terms: { averageDailyVolume } } }) }).play(
      ...quoteAround(-1, 10_000),
    );

  it('is the one-sided part of the last full buckets of a fiftieth of the ADV', () => {
    const followed = market(5000);
    followed.play(bought(1, 950));
    expect(followed.value('vpin')).toBeNaN();
    expect(followed.play(bought(2, 50)).value('vpin')).toBe(1);
    const balanced = Array.from({ length: 10 }, (_, i) => [bought(3 + i, 50), sold(3 + i, 50)]).flat();
    expect(followed.play(...balanced).value('vpin')).toBe(0.5);
  });

  it('splits a trade over buckets', () => {
    // 60 bought fill the first bucket to 60; 940 sold bring it to -40 of 100 and fill nine more.
    expect(market(5000).play(bought(1, 60), sold(2, 940)).value('vpin')).toBeCloseTo((20 + 9 * 100) / 1000, 12);
  });

  it('remembers fifty buckets, also when one trade fills them all many times', () => {
    const followed = market(5000).play(bought(1, 30), sold(1, 70), sold(2, 1e12));
    expect(followed.value('vpin')).toBe(1);
    const balanced = Array.from({ length: 25 }, (_, i) => [bought(3 + i, 50), sold(3 + i, 50)]).flat();
    expect(followed.play(...balanced).value('vpin')).toBe(0.5);
  });

  it('sizes its buckets from the first five minutes where nobody states the ADV', () => {
    const followed = market().play(bought(1, 500)).advanceTo(301);
    expect(followed.play(sold(301, 999)).value('vpin')).toBeNaN();
    expect(followed.play(bought(302, 1)).value('vpin')).toBeCloseTo(0.998, 12);
  });
});
