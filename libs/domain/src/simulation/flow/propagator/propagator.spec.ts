import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PropagatorOverlay } from './propagator-overlay.js';
import { checkPropagator, type PropagatorParameters } from './propagator-parameters.js';

const PARAMETERS: PropagatorParameters = {
  bpsPerUnit: 0.02,
  decayExponent: 0.5,
  onsetSeconds: 10,
};

describe('PropagatorOverlay', () => {
  it('keeps a trade as its power law says, at every lag', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 0.95, noNaN: true }),
        fc.double({ min: -3, max: 6, noNaN: true }),
        fc.integer({ min: -1000, max: 1000 }),
        (decayExponent, logLag, units) => {
          const overlay = new PropagatorOverlay({ ...PARAMETERS, decayExponent });
          const lag = 10 * 10 ** logLag;
          overlay.trade(5, units);
          const exact = 0.02 * units * (1 + lag / 10) ** -decayExponent;
          expect(Math.abs(overlay.shiftBps(5 + lag) - exact)).toBeLessThanOrEqual(1e-3 * Math.abs(exact));
        },
      ),
    );
  });

  it('adds trades up', () => {
    const both = new PropagatorOverlay(PARAMETERS);
    both.trade(0, 100);
    both.trade(30, -50);
    const alone = (seconds: number, units: number): number => {
      const overlay = new PropagatorOverlay(PARAMETERS);
      overlay.trade(seconds, units);
      return overlay.shiftBps(90);
    };
    expect(both.shiftBps(90)).toBeCloseTo(alone(0, 100) + alone(30, -50), 9);
  });

  it('lets no round trip earn: what is bought evenly and sold at any other pace costs', () => {
    const paces = [1, 2, 5, 10, 20];
    for (const decayExponent of [0.2, 0.5, 0.8]) {
      for (const bought of paces)
        for (const sold of paces) {
          expect(roundTripCost({ ...PARAMETERS, decayExponent }, bought, sold)).toBeGreaterThan(0);
        }
    }
  });
});

/** Paid above the undisturbed price for 2000 units bought in `bought` and sold in `sold` steps of a second; each trade pays half its own move. */
const roundTripCost = (parameters: PropagatorParameters, bought: number, sold: number): number => {
  const overlay = new PropagatorOverlay(parameters);
  let cost = 0;
  for (let second = 0; second < bought + sold; second += 1) {
    const units = second < bought ? 2000 / bought : -2000 / sold;
    const before = overlay.shiftBps(second);
    overlay.trade(second, units);
    cost += (units * (before + overlay.shiftBps(second))) / 2;
  }
  return cost;
};

describe('checkPropagator', () => {
  it('finds nothing wrong with a possible one', () => {
    expect(checkPropagator(PARAMETERS)).toBeUndefined();
  });

  it.each<[keyof PropagatorParameters, number]>([
    ['bpsPerUnit', -1],
    ['decayExponent', 0],
    ['decayExponent', 1],
    ['decayExponent', NaN],
    ['onsetSeconds', 0],
  ])('refuses an impossible %s of %d by name', (field, value) => {
    expect(checkPropagator({ ...PARAMETERS, [field]: value })?.field).toBe(field);
  });
});
