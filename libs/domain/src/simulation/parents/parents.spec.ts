import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeyedRng } from '#domain/core';
import { LIQUID_STOCK, type MarketParameters } from '../market/market-parameters.js';
import { SimulatedMarket } from '../market/simulated-market.js';
import { ParentDesk } from './parent-desk.js';
import { checkParentFlow, drawParents, LIQUID_STOCK_PARENTS, type SimulatedParent } from './parent-flow.js';

const SHORT: MarketParameters = { ...LIQUID_STOCK, sessionSeconds: 900, warmUpSeconds: 600 };

const marketOf = (seed: number): SimulatedMarket => {
  const opened = SimulatedMarket.open(SHORT, seed);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
};

describe('drawParents', () => {
  it('come one after another, within the session and the stated ranges', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const parents = drawParents(LIQUID_STOCK_PARENTS, 23_400, new KeyedRng(seed));
        let freeFrom = LIQUID_STOCK_PARENTS.firstSeconds;
        for (const { arrivalSeconds, horizonSeconds, quantity } of parents) {
          expect(arrivalSeconds).toBeGreaterThanOrEqual(freeFrom);
          expect(horizonSeconds).toBeGreaterThanOrEqual(60);
          expect(horizonSeconds).toBeLessThanOrEqual(900);
          expect(quantity % 100).toBe(0);
          expect(quantity).toBeLessThanOrEqual(0.2 * 195 * horizonSeconds + 100);
          freeFrom = arrivalSeconds + horizonSeconds;
        }
        expect(freeFrom).toBeLessThanOrEqual(23_400);
        expect(parents.length).toBeGreaterThan(20);
      }),
      { numRuns: 50 },
    );
  });

  it('sides and styles are tossed, and know nothing of one another', () => {
    const parents = drawParents(LIQUID_STOCK_PARENTS, 5_000_000, new KeyedRng(3));
    const share = (holds: (parent: SimulatedParent) => boolean): number =>
      parents.filter(holds).length / parents.length;
    // The standard error of a share is half a point.
    expect(Math.abs(share(({ side }) => side === 'BUY') - 0.5)).toBeLessThan(0.02);
    expect(Math.abs(share(({ style }) => style === 'EVEN') - 0.5)).toBeLessThan(0.02);
    expect(Math.abs(share(({ side, style }) => side === 'BUY' && style === 'EVEN') - 0.25)).toBeLessThan(0.02);
  });
});

describe('checkParentFlow', () => {
  it.each([
    ['firstSeconds', -1],
    ['horizonSecondsMin', 0],
    ['horizonSecondsMax', 10],
    ['participationMin', NaN],
    ['participationMax', 0.001],
    ['participationMax', Infinity],
    ['unitsPerSecond', 0],
    ['lotUnits', 0.5],
    ['meanGapSeconds', -1],
  ])('refuses %s of %d by name', (field, value) => {
    expect(checkParentFlow({ ...LIQUID_STOCK_PARENTS, [field]: value })?.field).toBe(field);
  });

  it('finds nothing wrong with the default', () => {
    expect(checkParentFlow(LIQUID_STOCK_PARENTS)).toBeUndefined();
  });
});

describe('ParentDesk', () => {
  const parent: SimulatedParent = {
    side: 'SELL',
    quantity: 6000,
    arrivalSeconds: 300,
    horizonSeconds: 300,
    style: 'EVEN',
  };

  it.each([
    ['EVEN', 0.25],
    ['FRONT_LOADED', 0.41],
  ] as const)('fills all of an order that is %s, so much of it in the first quarter', (style, firstQuarter) => {
    const market = marketOf(1);
    const desk = new ParentDesk(market, [{ ...parent, style }]);
    desk.advanceTo(900);
    const unitsUntil = (seconds: number): number =>
      desk.fills.reduce((sum, fill) => (fill.seconds < seconds ? sum + fill.units : sum), 0);
    expect(unitsUntil(600)).toBe(6000);
    expect(unitsUntil(300)).toBe(0);
    expect(unitsUntil(375) / 6000).toBeCloseTo(firstQuarter, 2);
  });

  it('changes nothing before its first order arrives, and the market is another one after it', () => {
    const [alone, worked] = [marketOf(2), marketOf(2)];
    const desk = new ParentDesk(worked, [parent]);
    alone.advanceTo(300);
    desk.advanceTo(300);
    expect(worked.hash()).toBe(alone.hash());
    alone.advanceTo(600);
    desk.advanceTo(600);
    expect(worked.hash()).not.toBe(alone.hash());
  });

  it('moves the price its way: the same market with a large order and without', () => {
    const moves = Array.from({ length: 12 }, (_, seed) => {
      const [alone, worked] = [marketOf(seed), marketOf(seed)];
      new ParentDesk(worked, [{ ...parent, quantity: 30_000 }]).advanceTo(600);
      alone.advanceTo(600);
      return worked.best.midTicks - alone.best.midTicks;
    });
    expect(moves.reduce((sum, move) => sum + move, 0) / moves.length).toBeLessThan(-5);
  });
});
