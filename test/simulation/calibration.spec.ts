import { beforeAll, describe, expect, it } from '@jest/globals';
import { seededRng } from '#domain/core';
import {
  fitMarket,
  LIQUID_STOCK,
  parseMarket,
  type FittedParameter,
  type MarketFit,
  type MarketParameters,
} from '#domain/simulation';
import { observeSession } from '#application/report-market';
import { simulatedSession } from '../factories/simulated-session.js';

/** An hour of the default market: too short for its jumps and for the memory of signs, which take a day (test/external). */
const PLANTED: MarketParameters = { ...LIQUID_STOCK, sessionSeconds: 3600, warmUpSeconds: 1800 };

describe('a market fitted to a session that was simulated with known parameters', () => {
  let fit: MarketFit;
  const of = (path: string): FittedParameter => fit.fitted.find((one) => one.path === path)!;

  beforeAll(async () => {
    const fitted = fitMarket([await observeSession(simulatedSession(PLANTED, 5))], seededRng(1));
    if (!fitted.ok) throw new Error(fitted.error.message);
    fit = fitted.value;
  }, 120_000);

  it.each<[string, number]>([
    ['hiddenOrders.arrivals.baseline.0', 0.4],
    ['hiddenOrders.arrivals.offspring.0.0', 0.6],
    ['volumeCurve.depth', 1.2],
    // Behind the makers, where nobody but the planted flow is.
    ['liquidity.limit.32-39', 0.007],
    ['liquidity.limit.50-62', 0.007],
    ['liquidity.limit.100-125', 0.007],
    ['liquidity.cancel.50-62', 0.001],
    ['liquidity.cancel.100-125', 0.001],
  ])('%s is within its interval', (path, planted) => {
    const { source, estimate } = of(path);
    expect(source).toBe('ESTIMATED');
    expect(estimate.low).toBeLessThanOrEqual(planted);
    expect(estimate.high).toBeGreaterThanOrEqual(planted);
  });

  it('sizes are those of the orders', () => {
    expect(fit.parameters.liquiditySizes.lotUnits).toBe(100);
    expect(fit.parameters.liquiditySizes.meanLots).toBeCloseTo(2, 1);
    expect(Math.abs(fit.parameters.hiddenOrders!.sizes.meanLots - 2)).toBeLessThan(0.15);
  });

  it('is a market, as a file too', () => {
    const read = parseMarket(JSON.stringify(fit.parameters));
    expect(read).toEqual({ ok: true, value: fit.parameters });
    expect(fit.parameters.makers).toBeUndefined();
  });

  it('says what is assumed', () => {
    expect(fit.fitted.filter(({ source }) => source === 'ASSUMED').map(({ path }) => path)).toEqual(
      expect.arrayContaining(['hiddenOrders.metaorders.mostChildren', 'volatilityCurve.depth']),
    );
  });

  it('refuses a session without trades by name', async () => {
    const quiet = simulatedSession({ ...PLANTED, sessionSeconds: 120, warmUpSeconds: 60 }, 1);
    expect(fitMarket([await observeSession(quiet)], seededRng(1))).toMatchObject({
      ok: false,
      error: { field: 'trades' },
    });
  });
});
