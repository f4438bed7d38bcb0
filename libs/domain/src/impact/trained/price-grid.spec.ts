import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IMPACT_LABELS, type ImpactLabel } from './impact-label.js';
import { exceedanceProbability } from '../distribution/cost-distribution.js';
import { quantileCost } from '../distribution/quantile-cost.js';
import { onPriceGrid, withDeadZoneKnots } from './price-grid.js';

const GRID = { deadZoneTicks: 0.3 };

describe('the price grid', () => {
  it.each<[ImpactLabel, number, number]>([
    ['peak', 3.4, 0],
    ['peak', 3.6, 7],
    ['perm5', -12, -14],
    // within .3 ticks of half the spread: the mid has not moved
    ['slippage', 3.5, 3.5],
    ['slippage', 5.5, 3.5],
    ['slippage', 1.5, 3.5],
    ['slippage', 6.6, 4.5],
    ['slippage', 0.4, 2.5],
  ])('%s of a latent %d is %d bps where a tick is 7 bps', (label, latentBps, expected) => {
    expect(onPriceGrid(GRID, label, { tickBps: 7, halfSpreadBps: 3.5 }, latentBps)).toBeCloseTo(expected, 12);
  });

  const bps = fc.double({ min: -1000, max: 1000, noNaN: true });
  const tick = fc.double({ min: 1e-6, max: 100, noNaN: true });
  const label = fc.constantFrom(...IMPACT_LABELS);

  it('never turns costs around', () => {
    fc.assert(
      fc.property(label, tick, bps, bps, bps, (name, tickBps, halfSpreadBps, one, other) => {
        const at = { tickBps, halfSpreadBps: Math.abs(halfSpreadBps) };
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        expect(onPriceGrid(GRID, name, at, less)).toBeLessThanOrEqual(onPriceGrid(GRID, name, at, more));
      }),
    );
  });

  it('moves no cost by more than half a tick', () => {
    fc.assert(
      fc.property(label, tick, bps, (name, tickBps, latentBps) => {
        const moved = Math.abs(onPriceGrid(GRID, name, { tickBps, halfSpreadBps: 1 }, latentBps) - latentBps);
        expect(moved).toBeLessThanOrEqual(0.5 * tickBps * (1 + 1e-9) + 1e-9);
      }),
    );
  });

  it('the step at half the spread is as probable as the dead zone of the latent cost', () => {
    const position = { tickBps: 10, halfSpreadBps: 5 };
    const latent = { probabilities: [0.1, 0.5, 0.9], quantilesBps: [-10, 5, 45] };
    const knots = withDeadZoneKnots(GRID, position, latent);
    // The zone is [2, 8]: left at .5 - .4 x 3/15 and entered again at .5 + .4 x 3/40.
    expect(knots.probabilities.map((p) => Number(p.toFixed(12)))).toEqual([0.1, 0.42, 0.5, 0.53, 0.9]);
    expect(knots.quantilesBps).toEqual([-10, 2, 5, 8, 45]);
    const cost = quantileCost(
      knots.probabilities,
      knots.quantilesBps.map((z) => onPriceGrid(GRID, 'slippage', position, z)),
    );
    const whole = quantileCost(latent.probabilities, latent.quantilesBps);
    for (const beyondBps of [0, 1, 10, 30]) {
      expect(exceedanceProbability(cost, 5 + beyondBps)).toBeCloseTo(exceedanceProbability(whole, 8 + beyondBps), 12);
    }
    expect(exceedanceProbability(cost, 4.999999)).toBeCloseTo(0.58, 6);
  });

  it('a quantile function that stays out of the dead zone gets no knot', () => {
    const latent = { probabilities: [0.1, 0.9], quantilesBps: [50, 60] };
    expect(withDeadZoneKnots(GRID, { tickBps: 1, halfSpreadBps: 0.5 }, latent)).toEqual(latent);
  });
});
