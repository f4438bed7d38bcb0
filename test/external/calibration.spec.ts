import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { seededRng } from '#domain/core';
import { ASK, BID } from '#domain/market-data';
import { fitMarket, LIQUID_STOCK, SimulatedMarket } from '#domain/simulation';
import { openSessions, Quarantine } from '#adapters/recordings';
import { calibrateMarket, type Calibration } from '#application/calibrate-market';
import { observeSession } from '#application/report-market';
import { simulatedSession } from '../factories/simulated-session.js';

const RECORDINGS = process.env.RECORDINGS ?? join(import.meta.dirname, '../../../shared/data');
const AMZN = 'lobster/LOBSTER_SampleFile_AMZN_2012-06-21_5.zip';

beforeAll(() => {
  if (!existsSync(RECORDINGS)) throw new Error(`no recordings at ${RECORDINGS}: set RECORDINGS to their folder`);
});

describe('a market fitted to a real day', () => {
  let calibration: Calibration;

  beforeAll(async () => {
    const sessions = await openSessions([join(RECORDINGS, AMZN)], new Quarantine());
    if (!sessions.ok) throw new Error(sessions.error.message);
    const answer = await calibrateMarket(sessions.value, 1);
    if (!answer.ok) throw new Error(answer.error.message);
    calibration = answer.value;
  }, 1_200_000);

  it('has an interval for whatever was estimated from more than a mean', () => {
    const without = calibration.fit.fitted.filter(
      ({ source, estimate }) => source === 'ESTIMATED' && !Number.isFinite(estimate.low + estimate.high),
    );
    expect(without.map(({ path }) => path)).toEqual(['hiddenOrders.sizes.meanLots', 'liquiditySizes.meanLots']);
  });

  it.each([
    'mean spread, ticks',
    'trades per second',
    'volatility at 10 s, bps per root hour',
    'units at 20 to 24 ticks',
  ])('%s is within a factor of two of the recorded', (name) => {
    const { ratio } = calibration.figures.find((figure) => figure.name === name)!;
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it('is never crossed', () => {
    const opened = SimulatedMarket.open(calibration.fit.parameters, 7);
    if (!opened.ok) throw new Error(opened.error.message);
    const { book } = opened.value;
    let crossed = 0;
    opened.value.listen(() => {
      if (book.bestTicks(BID) >= book.bestTicks(ASK)) crossed += 1;
    });
    opened.value.advanceTo(3600);
    expect(crossed).toBe(0);
    expect(opened.value.eventCount).toBeGreaterThan(10_000);
  });
});

describe('what no market is fitted to', () => {
  it.each([
    ['sizes', 'bitstamp/btcusd_orders_20150501_00-16h.csv.bz2'],
    ['depth', 'lean/bac_20131007_trade.zip'],
  ])(
    '%s: refused by name',
    async (field, path) => {
      const sessions = await openSessions([join(RECORDINGS, path)], new Quarantine());
      if (!sessions.ok) throw new Error(sessions.error.message);
      expect(await calibrateMarket(sessions.value, 1)).toMatchObject({ ok: false, error: { field } });
    },
    300_000,
  );
});

describe('a market fitted to a whole simulated day', () => {
  it('is the planted one, jumps and metaorders included', async () => {
    const fit = fitMarket([await observeSession(simulatedSession(LIQUID_STOCK, 21))], seededRng(1));
    if (!fit.ok) throw new Error(fit.error.message);
    const planted: Readonly<Record<string, number>> = {
      'hiddenOrders.arrivals.baseline.0': 0.4,
      'hiddenOrders.arrivals.offspring.0.0': 0.6,
      'hiddenOrders.arrivals.decays.1': 2,
      'hiddenOrders.metaorders.concurrent': 10,
      'hiddenOrders.metaorders.tailExponent': 1.5,
      'jumps.jumpsPerSecond': 0.004,
      'jumps.sdBps': 7,
      'volumeCurve.depth': 1.2,
      'liquidity.limit.79-99': 0.007,
      'liquidity.cancel.79-99': 0.001,
    };
    const missed = fit.value.fitted.filter(
      ({ path, estimate }) => path in planted && !(estimate.low <= planted[path]! && planted[path]! <= estimate.high),
    );
    // Of ten intervals of 95 % one may miss, and then not by much.
    expect(missed.length).toBeLessThanOrEqual(1);
    for (const { path, estimate } of missed) expect(Math.abs(estimate.value / planted[path]! - 1)).toBeLessThan(0.25);
  }, 600_000);
});
