import { describe, expect, it } from '@jest/globals';
import { ASK, BID, type MarketEvent } from '#domain/market-data';
import { at, FeatureMarket } from '../../../../../test/factories/feature-market.js';
import { depth } from './depth.js';
import { imbalance } from './imbalance.js';
import { ofiBest } from './ofi-best.js';
import { ofiLevels } from './ofi-levels.js';
import { slope } from './slope.js';
import { spread } from './spread.js';

const LEVELS = 10;

/** The whole book in one message: ten levels per side, `bestSize` at the best bid, ten elsewhere. */
const snapshot = (seconds: number, sequence: number, bestSize: number): MarketEvent[] => {
  const part = { timeNs: at(seconds), sequence, fromSnapshot: true, moreFollows: true };
  const levels = Array.from({ length: LEVELS }, (_, i): MarketEvent[] => [
    { kind: 'LEVEL', ...part, side: BID, price: 9999 - i, size: i === 0 ? bestSize : 10 },
    { kind: 'LEVEL', ...part, side: ASK, price: 10_001 + i, size: 10, moreFollows: i < LEVELS - 1 },
  ]);
  return [{ kind: 'CLEAR', ...part }, ...levels.flat()];
};
const best = (seconds: number, sequence: number): MarketEvent[] => [
  { kind: 'BEST', timeNs: at(seconds), sequence, side: BID, price: 9999, size: 10, moreFollows: true },
  { kind: 'BEST', timeNs: at(seconds), sequence, side: ASK, price: 10_001, size: 10 },
];
const change = (seconds: number, previousSequence: number): MarketEvent => ({
  kind: 'LEVEL',
  timeNs: at(seconds),
  sequence: previousSequence + 1,
  previousSequence,
  side: BID,
  price: 9998,
  size: 11,
});

const OF_THE_BEST = ['spreadBps', 'bidDepthBestUnits', 'imbalanceBest', 'ofiBestPerDepth60s'];
const OF_THE_LEVELS = [
  'bidDepth5LevelsUnits',
  'bidDepth10BpsUnits',
  'imbalance3Levels',
  'askSlope10LevelsUnitsPerBps',
  'ofi5Levels60sUnits',
];

const known = (market: FeatureMarket): string[] =>
  [...OF_THE_BEST, ...OF_THE_LEVELS].filter((name) => !Number.isNaN(market.value(name)));

describe('features of a book whose depth is not known', () => {
  const market = (): FeatureMarket => new FeatureMarket([spread, depth, slope, imbalance, ofiBest, ofiLevels]);

  it('are those of the best prices while these alone are told', () => {
    const silent = Array.from({ length: 100 }, (_, i) => best(10 * (i + 1), 12 + i)).flat();
    const stale = market()
      .play(...snapshot(0, 10, 10), ...silent)
      .advanceTo(1005);
    expect(stale.tracker.snapshot().bookFault).toEqual({ validity: 'DEPTH_INVALID', reason: 'STALE' });
    expect(known(stale)).toEqual(OF_THE_BEST);
    expect(known(stale.play(change(1006, 10)).advanceTo(1007))).toEqual([...OF_THE_BEST, ...OF_THE_LEVELS]);
  });

  it('are missing again after a gap, until a snapshot', () => {
    const afterGap = market()
      .play(...snapshot(0, 10, 10), change(60, 12), ...best(61, 14))
      .advanceTo(130);
    expect(known(afterGap)).toEqual(OF_THE_BEST);
    afterGap.play(...snapshot(130, 14, 10)).advanceTo(131);
    expect(known(afterGap)).toEqual([...OF_THE_BEST, ...OF_THE_LEVELS]);
  });

  it('take a book that is told anew for no flow of orders', () => {
    const retold = market()
      .play(...snapshot(0, 10, 10), ...snapshot(0.5, 20, 90))
      .advanceTo(1);
    expect([retold.value('ofiBest1sUnits'), retold.value('ofi5Levels1sUnits')]).toEqual([0, 0]);
    retold.play(change(1.5, 20)).advanceTo(2);
    expect([retold.value('ofiBest1sUnits'), retold.value('ofi5Levels1sUnits')]).toEqual([0, 1]);
  });
});
