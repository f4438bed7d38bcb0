import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IMPACT_LABELS, type ImpactLabel } from './impact-label.js';
import { onPriceGrid } from './price-grid.js';

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
});
