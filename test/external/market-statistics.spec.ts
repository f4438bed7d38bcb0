import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { reportPage } from '#adapters/html-report';
import { openSessions, Quarantine } from '#adapters/recordings';
import { impactStudy, marketReport, observeSession, type ObservedSession } from '#application/report-market';
import { seededRng } from '#domain/core';
import { ofiRegression, responseByTrades } from '#domain/microstructure';
import { markupFaults } from '../factories/markup.js';

// Real recordings lie outside the project; this suite says so loudly when they do not.
const RECORDINGS = process.env.RECORDINGS ?? join(import.meta.dirname, '../../../shared/data');

const observe = async (...paths: string[]): Promise<readonly ObservedSession[]> => {
  const opened = await openSessions(
    paths.map((path) => join(RECORDINGS, path)),
    new Quarantine(),
  );
  if (!opened.ok) throw opened.error;
  const all: ObservedSession[] = [];
  for (const session of opened.value) all.push(await observeSession(session));
  return all;
};

beforeAll(() => {
  if (!existsSync(RECORDINGS)) throw new Error(`no recordings at ${RECORDINGS}: set RECORDINGS to their folder`);
});

describe('AMZN, LOBSTER', () => {
  let amzn: ObservedSession;
  beforeAll(async () => {
    [amzn] = (await observe('lobster/LOBSTER_SampleFile_AMZN_2012-06-21_5.zip')) as [ObservedSession];
  });

  // Computed independently from the order-book file, in Python.
  it.each([
    [1, 23_399, 1.545_240_9, 0.158_895_1],
    [10, 2339, 2.531_469_8, 0.315_912_3],
    [60, 389, 3.019_051_3, 0.421_833_7],
  ])('order-flow imbalance explains the mid, bins of %d s', (binSeconds, bins, slope, r2) => {
    const fit = ofiRegression([amzn.tape], binSeconds, 1, seededRng(1))!;
    expect(fit).toMatchObject({ bins, dropped: 0 });
    expect(fit.slopeTicksPerThousand.value).toBeCloseTo(slope, 6);
    expect(fit.pooledR2.value).toBeCloseTo(r2, 6);
  });

  it('the mean over half hours is above the pooled one, and five levels say more than one', () => {
    const [one, five] = [1, 5].map((levels) => ofiRegression([amzn.tape], 10, levels, seededRng(1))!) as [never, never];
    const { halfHourR2, pooledR2 } = one as NonNullable<ReturnType<typeof ofiRegression>>;
    expect(halfHourR2!.value).toBeGreaterThan(pooledR2.value);
    expect((five as { pooledR2: { value: number } }).pooledR2.value).toBeGreaterThan(pooledR2.value);
  });

  it('the mid goes on in the direction of a trade', () => {
    for (const { low } of responseByTrades([amzn.tape], seededRng(1)).slice(0, 10)) expect(low).toBeGreaterThan(0);
  });
});

describe('BAC, LEAN', () => {
  it('metaorders of twenty traders follow a square root; with coin-flip sides there is no impact', async () => {
    const days = await observe(
      ...[7, 8, 9, 10].map((day) => `lean/bac_201310${String(day).padStart(2, '0')}_trade.zip`),
    );
    const { curve, placebo } = impactStudy(days, 'METAORDERS', seededRng(1), 'H20');
    expect(curve!.isIdentified).toBe(true);
    expect(curve!.exponent.value).toBeGreaterThan(0.4);
    expect(curve!.exponent.value).toBeLessThan(0.6);
    expect(placebo!.isIdentified).toBe(false);
    expect(placebo!.levelBps.low).toBeLessThan(0);
    expect(placebo!.levelBps.high).toBeGreaterThan(0);
  });
});

describe('a page about every format', () => {
  it.each([
    'lobster/LOBSTER_SampleFile_AAPL_2012-06-21_1.zip',
    'lean/spy_20131007_trade.zip',
    'binance/usdm_ethusdt_20240718.gz',
    'binance/spot_btcusdt_20230405.dat.gz',
    'bitstamp',
  ])(
    'is well-formed, with no number that is none: %s',
    async (path) => {
      const rows = { setAside: new Map<string, number>(), leftOut: new Map<string, number>() };
      const reports = (await observe(path)).map((observed) => marketReport(observed, rows, 1));
      const page = reportPage(reports, new Map());
      expect(markupFaults(page)).toEqual([]);
      expect(page).not.toMatch(/NaN|Infinity|undefined/);
      expect(page).not.toMatch(/https?:|src=/);
    },
    240_000,
  );
});
