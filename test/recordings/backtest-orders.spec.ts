import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type SessionDepth } from '#domain/market-data';
import { DEFAULT_IMPACT_DECAY } from '#domain/simulation';
import { type BacktestSettings, type Way } from '#application/backtest-orders';
import { backtestOf } from '../factories/backtest-list.js';
import { temporaryFolder, writeLean, writeLobster } from '../factories/recordings/index.js';

const dir = temporaryFolder();
const SCHEDULES: readonly Way[] = ['TWAP', 'VWAP', 'POV', 'ALMGREN_CHRISS'];
const NO_DELAY = { constantNs: 0, meanJitterNs: 0 };
/** Orders of both sides in the two hours after ten in New York. */
const NEW_YORK = Array.from({ length: 24 }, (_, i) => [
  `o${i}`,
  'TEST',
  '20131007',
  String(36_000_000 + 300_000 * i),
  '240',
  i % 2 === 0 ? '1' : '-1',
  String(100 * (1 + (i % 7))),
]);
const on = (day: string): readonly (readonly string[])[] => NEW_YORK.map((row) => row.with(2, day));

beforeAll(() => {
  for (const name of ['lean', 'lobster', 'days']) mkdirSync(join(dir, name));
  writeLean({ seed: 1, dir: join(dir, 'lean'), moments: 4_000, daily: true });
  writeLobster({ seed: 2, levels: 5, messages: 20_000, dir: join(dir, 'lobster') });
  for (const [i, day] of ['01', '02', '03', '04', '07', '08', '09'].entries()) {
    writeLean({ seed: 10 + i, dir: join(dir, 'days'), moments: 600, day: `201310${day}` });
  }
});

describe('a backtest on recordings', () => {
  it.each<[string, string, SessionDepth]>([
    ['lean', '20131007', 'TOP'],
    ['lobster', '20120621', 'LEVELS_AND_ORDERS'],
  ])(
    '%s: every order by every schedule; fills add up, and their cost is that of the prices paid',
    async (name, day, depth) => {
      const { summary, written, depths } = await backtestOf(join(dir, name), on(day), {
        ways: SCHEDULES,
        tactic: 'POST_THEN_TAKE',
      });
      expect(depths).toEqual([depth]);
      expect(summary).toMatchObject({ orders: 24, worked: 24, refused: 0 });
      expect(written.map(({ id, way }) => `${id} ${way}`)).toEqual(
        NEW_YORK.flatMap(([id]) => SCHEDULES.map((way) => `${id!} ${way}`)),
      );
      for (const {
        side,
        orderedUnits,
        filledUnits,
        postedFilledUnits,
        averagePrice,
        arrivalMid,
        shortfallBps,
      } of written) {
        expect(filledUnits).toBeLessThanOrEqual(orderedUnits);
        expect(postedFilledUnits).toBeLessThanOrEqual(filledUnits);
        const paid = (side === 'BUY' ? 1 : -1) * (averagePrice - arrivalMid) * filledUnits;
        const { total, spread, timing, fees, opportunity } = shortfallBps;
        expect(total).toBeCloseTo(spread + timing + fees + opportunity, 9);
        if (filledUnits > 0) expect(spread + timing).toBeCloseTo((1e4 * paid) / (orderedUnits * arrivalMid), 6);
      }
      expect(written.filter(({ filledUnits }) => filledUnits > 0).length).toBeGreaterThan(60);
    },
  );

  it('gives the same for the same seed, in whatever order the list is', async () => {
    const settings = {
      ways: SCHEDULES,
      tactic: 'POST',
      fill: { kind: 'PROBABILISTIC', weight: { kind: 'LOG' } },
    } as const;
    const one = await backtestOf(join(dir, 'lean'), NEW_YORK, settings);
    const again = await backtestOf(join(dir, 'lean'), NEW_YORK, settings);
    expect(again).toEqual(one);
    const averse = { ...settings, fill: { kind: 'RISK_AVERSE' } } as const;
    const forward = await backtestOf(join(dir, 'lean'), NEW_YORK, averse);
    const backward = await backtestOf(join(dir, 'lean'), [...NEW_YORK].reverse(), averse);
    const byId = (written: typeof one.written): readonly string[] =>
      written.map((order) => JSON.stringify(order)).sort();
    expect(byId(backward.written)).toEqual(byId(forward.written));
  });

  it('limit orders as stated: the queue of a recording that tells orders lets nobody wait longer than the cautious one', async () => {
    const limits = Array.from({ length: 40 }, (_, i) => i);
    const quotes = await backtestOf(join(dir, 'lobster'), on('20120621'), {});
    const { arrivalMid } = quotes.written[0]!;
    const rows = limits.map((i) => {
      const side = i % 2 === 0 ? 1 : -1;
      const price = Math.round(100 * arrivalMid) / 100 - side * 0.01 * (i % 4);
      return [`l${i}`, 'TEST', '20120621', '36000000', '1800', String(side), '100', price.toFixed(2)];
    });
    const exact = await backtestOf(join(dir, 'lobster'), rows, { fill: { kind: 'ORDER_BY_ORDER' } });
    const averse = await backtestOf(join(dir, 'lobster'), rows, { fill: { kind: 'RISK_AVERSE' } });
    exact.written.forEach(({ filledUnits, side, averagePrice }, i) => {
      expect(filledUnits).toBeGreaterThanOrEqual(averse.written[i]!.filledUnits);
      const limit = Number(rows[i]![7]);
      if (filledUnits > 0)
        expect(side === 'BUY' ? limit - averagePrice : averagePrice - limit).toBeGreaterThanOrEqual(0);
    });
    expect(exact.written.some(({ postedFilledUnits }) => postedFilledUnits > 0)).toBe(true);
  });

  it('resamples whole days where there are enough of them', async () => {
    const rows = ['01', '02', '03', '04', '07', '08', '09'].flatMap((day) =>
      on(`201310${day}`).map((row) => row.with(0, `${day} ${row[0]!}`)),
    );
    const many = await backtestOf(join(dir, 'days'), rows, { ways: ['TWAP', 'POV'] });
    const few = await backtestOf(join(dir, 'lean'), NEW_YORK, { ways: ['TWAP', 'POV'] });
    expect(many.summary.ways.map(({ intervalsOver, days }) => [intervalsOver, days])).toEqual([['DAY', 7], ['DAY', 7]]); // prettier-ignore
    expect(few.summary.ways[0]).toMatchObject({ intervalsOver: 'FIVE_MINUTES', days: 1 });
    for (const {
      shortfallBps: { total },
    } of many.summary.ways) {
      expect(total.low).toBeLessThanOrEqual(total.value);
      expect(total.high).toBeGreaterThanOrEqual(total.value);
    }
    expect(many.summary.ways[0]!.differenceBps).toEqual({ value: 0, low: 0, high: 0 });
  });

  it.each<[string, Partial<BacktestSettings>]>([
    ['feedNs', { latency: { feedNs: -1, order: NO_DELAY, report: NO_DELAY } }],
    ['order.meanJitterNs', { latency: { feedNs: 0, order: { constantNs: 0, meanJitterNs: NaN }, report: NO_DELAY } }],
    ['fees.taker.bps', { fees: { taker: { bps: NaN, perUnit: 0 }, maker: { bps: 0, perUnit: 0 } } }],
    ['exponent', { fill: { kind: 'PROBABILISTIC', weight: { kind: 'POWER', exponent: 0 } } }],
  ])('refuses an impossible %s by its name, before it plays', async (field, settings) => {
    await expect(backtestOf(join(dir, 'lean'), NEW_YORK, settings)).rejects.toThrow(`${field} must be`);
  });

  it('an overlay costs a taker, and is said', async () => {
    const overlay = await backtestOf(join(dir, 'lean'), NEW_YORK, { ways: ['TWAP'], overlay: DEFAULT_IMPACT_DECAY });
    const plain = await backtestOf(join(dir, 'lean'), NEW_YORK, { ways: ['TWAP'] });
    const [moved, still] = [overlay.summary.ways[0]!.shortfallBps, plain.summary.ways[0]!.shortfallBps];
    expect(moved.ownImpact.value).toBeGreaterThan(0);
    expect(still.ownImpact.value).toBe(0);
    expect(moved.spread.value).toBeCloseTo(still.spread.value, 9);
    expect(overlay.summary.assumptions.join(' ')).toContain('Overlay');
    expect(plain.summary.assumptions.join(' ')).toContain('no overlay');
    for (const { summary } of [overlay, plain]) expect(summary.assumptions[0]).toContain('does not react');
  });
});
