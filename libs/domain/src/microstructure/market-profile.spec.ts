import { describe, expect, it } from '@jest/globals';
import { normalCdf, seededRng } from '#domain/core';
import { tapeOf } from '../../../../test/factories/market-tape.js';
import { BlockSums } from './block-bootstrap.js';
import { marketProfile } from './market-profile.js';
import { FLOW_WIDTH, type OrderFlow } from './order-flow/index.js';

const NO_FLOW: OrderFlow = {
  blocks: new BlockSums(FLOW_WIDTH),
  trades: {
    timeNs: new Float64Array(),
    sign: new Float64Array(),
    units: new Float64Array(),
    displayedUnits: new Float64Array(),
  },
  limitUnits: new Float64Array(),
  jumpSeconds: 0,
  secondsWithoutMarket: 0,
};

describe('marketProfile', () => {
  it('of a random walk is flat in the interval and normal in the tails', () => {
    const rng = seededRng(4);
    let mid = 1e6;
    const mids = Array.from({ length: 14_400 }, () => (mid *= Math.exp(1e-4 * rng.normal())));
    const { returns, meanSpreadTicks, spreads } = marketProfile([tapeOf({ mids, spread: 2 })], [NO_FLOW], seededRng(1));
    expect(returns.map(({ intervalSeconds }) => intervalSeconds)).toEqual([1, 5, 10, 30, 60, 300]);
    for (const { hourlyVolatilityBps, excessKurtosis } of returns) {
      expect(hourlyVolatilityBps.low).toBeLessThan(60);
      expect(hourlyVolatilityBps.high).toBeGreaterThan(60);
      expect(excessKurtosis.low).toBeLessThan(0.2);
    }
    const [oneSecond] = returns;
    for (const { sds, value } of oneSecond!.tails.slice(0, 4)) {
      expect(Math.abs(value - 2 * normalCdf(-sds))).toBeLessThan(0.02);
    }
    expect(meanSpreadTicks).toEqual({ value: 2, low: 2, high: 2 });
    expect(spreads.map(({ fromTicks, value }) => [fromTicks, value])).toEqual([[2, 1]]);
  });

  it('says nothing of what there is too little of', () => {
    const profile = marketProfile([tapeOf({ mids: [100, 101, NaN] })], [NO_FLOW], seededRng(1));
    expect(profile.returns).toEqual([]);
    expect(profile.signCorrelation).toEqual([]);
    expect(profile.depth).toEqual([]);
    expect(profile.tradesPerSecond.value).toBeNaN();
  });
});
