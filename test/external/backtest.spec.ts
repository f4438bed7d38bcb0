import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { seededRng } from '#domain/core';
import { backtestOf } from '../factories/backtest-list.js';

// Real recordings lie outside the project; this suite says so loudly when they do not.
const RECORDINGS = process.env.RECORDINGS ?? join(import.meta.dirname, '../../../shared/data');
const HOUR_MS = 3_600_000;

beforeAll(() => {
  if (!existsSync(RECORDINGS)) throw new Error(`no recordings at ${RECORDINGS}: set RECORDINGS to their folder`);
});

/** Orders at moments and of sides that a seed draws. */
const orders = (count: number, [symbol, day]: readonly string[], [fromMs, toMs]: readonly number[], rest: string[]) => {
  const rng = seededRng(3);
  return Array.from({ length: count }, (_, i) => {
    const startMs = fromMs! + rng.below(toMs! - fromMs!);
    return [String(i), symbol!, day!, String(startMs), rest[0]!, rng.uniform() < 0.5 ? '1' : '-1', rest[1]!];
  });
};

describe('a backtest on real recordings', () => {
  it.each([
    ['AMZN', 'lobster/LOBSTER_SampleFile_AMZN_2012-06-21_5.zip', ['AMZN', '20120621'], [9.6, 15.9], ['30', '100']],
    ['BTCUSD', 'bitstamp/btcusd_orders_20150501_00-16h.csv.bz2', ['BTCUSD', '20150501'], [1, 15], ['300', '1']],
  ])(
    '%s: no model of sizes fills later than the cautious one, nor does the true queue, which is close to it',
    async (_, path, what, hours, rest) => {
      const list = orders(400, what, hours.map((hour) => hour * HOUR_MS), rest); // prettier-ignore
      const post = { ways: ['TWAP'], tactic: 'POST', intervals: 1 } as const;
      const filledBy = async (fill: Parameters<typeof backtestOf>[2]['fill']) => {
        const { written } = await backtestOf(join(RECORDINGS, path), list, { ...post, fill: fill! });
        expect(written).toHaveLength(list.length);
        return written.map(({ filledUnits }) => filledUnits);
      };
      const averse = await filledBy({ kind: 'RISK_AVERSE' });
      const probable = await filledBy({ kind: 'PROBABILISTIC', weight: { kind: 'POWER', exponent: 1 } });
      const exact = await filledBy({ kind: 'ORDER_BY_ORDER' });
      averse.forEach((units, i) => {
        expect(exact[i]).toBeGreaterThanOrEqual(units - 1e-9);
        expect(probable[i]).toBeGreaterThanOrEqual(units - 1e-9);
      });
      const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
      const ordered = sum(list.map((row) => Number(row[6])));
      expect(sum(exact) - sum(averse)).toBeLessThan(0.01 * ordered);
      expect(sum(averse)).toBeGreaterThan(0.1 * ordered);
    },
  );

  it('BAC: taking costs half the spread, posting earns it and loses it to who comes', async () => {
    const list = orders(100, ['BAC', '20131007'], [10 * HOUR_MS, 15 * HOUR_MS], ['300', '2000']);
    const work = async (tactic: 'TAKE' | 'POST') => {
      const { summary } = await backtestOf(join(RECORDINGS, 'lean/bac_20131007_trade.zip'), list, {
        ways: ['TWAP'],
        tactic,
      });
      expect(summary).toMatchObject({ worked: 100, refused: 0 });
      return summary.ways[0]!;
    };
    const [taken, posted] = [await work('TAKE'), await work('POST')];
    // Half of 7.2 bps, the day's average spread.
    expect(taken.shortfallBps.spread.value).toBeGreaterThan(3.3);
    expect(taken.shortfallBps.spread.value).toBeLessThan(3.9);
    expect(taken.filledShare.value).toBe(1);
    expect(posted.shortfallBps.spread.value).toBeLessThan(0);
    expect(posted.markoutsBps[2]!.value).toBeLessThan(-posted.shortfallBps.spread.value);
  });
});
