import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkedSignalRow, isAnnouncement, type SignalRow } from './signal-row.js';
import { SignalTable } from './signal-table.js';

const SECOND = 1_000_000_000n;
const ORIGIN = 1_380_000_000n * SECOND;
const at = (seconds: number): bigint => ORIGIN + BigInt(seconds) * SECOND;

const row = (knownSeconds: number, value: number, overrides: Partial<SignalRow> = {}): SignalRow => ({
  name: 'sentiment',
  scope: 'instrument:BAC',
  knownAt: at(knownSeconds),
  value,
  source: 'test',
  version: 1,
  ...overrides,
});

const announced = (knownSeconds: number, eventSeconds: number, overrides: Partial<SignalRow> = {}): SignalRow =>
  row(knownSeconds, NaN, { name: 'fomc', eventAt: at(eventSeconds), ...overrides });

const lookup = (...rows: SignalRow[]) =>
  new SignalTable(rows).lookup({ instrumentId: 'BAC', markets: ['US-BANKS', 'US'], origin: ORIGIN });

const valuesAt = (rows: SignalRow[], ...seconds: number[]): number[] =>
  seconds.map((second) => lookup(...rows).value('sentiment', second * 1e9));

describe('the value of a signal', () => {
  it('is the last known at or before the time', () => {
    expect(valuesAt([row(20, 0.2), row(10, 0.1)], 9.999, 10, 19.999, 20, 1e6)).toEqual([NaN, 0.1, 0.1, 0.2, 0.2]);
  });

  it('was known before the session', () => {
    expect(valuesAt([row(-86_400, 0.1)], 0)).toEqual([0.1]);
  });

  it('is corrected from when the correction was known', () => {
    const first = row(10, 0.1, { eventAt: at(5) });
    const correction = row(30, 0.3, { eventAt: at(5), version: 2 });
    expect(valuesAt([correction, first], 29, 30)).toEqual([0.1, 0.3]);
  });

  it('of a later event stays when an earlier one is corrected', () => {
    const rows = [row(10, 0.1, { eventAt: at(5) }), row(20, 0.2, { eventAt: at(15) })];
    expect(valuesAt([...rows, row(30, 0.9, { eventAt: at(5), version: 2 })], 40)).toEqual([0.2]);
  });

  it('of a lower version that is late changes nothing', () => {
    const rows = [row(10, 0.1, { eventAt: at(5), version: 2 }), row(20, 0.2, { eventAt: at(5), version: 1 })];
    expect(valuesAt(rows, 20)).toEqual([0.1]);
  });

  it('of the instrument wins over its markets, the narrowest first', () => {
    const us = row(0, 0.1, { scope: 'market:US' });
    const banks = row(5, 0.2, { scope: 'market:US-BANKS' });
    const other = row(6, 0.9, { scope: 'instrument:AIG' });
    expect(valuesAt([us, row(10, 0.3), banks, other], 4, 5, 10)).toEqual([0.1, 0.2, 0.3]);
  });

  it('is missing under another name', () => {
    expect(lookup(row(0, 0.1)).value('implied-volatility', 5e9)).toBeNaN();
  });

  it('does not depend on the order of the rows nor on what comes later', () => {
    const figures = fc.array(
      fc.record({
        known: fc.integer({ min: -5, max: 50 }),
        event: fc.integer({ min: 0, max: 10 }),
        version: fc.integer({ min: 1, max: 3 }),
        value: fc.integer({ min: -100, max: 100 }),
      }),
    );
    fc.assert(
      fc.property(figures, fc.integer({ min: 0, max: 50 }), (all, now) => {
        const unique = [...new Map(all.map((one) => [`${one.known}/${one.event}/${one.version}`, one])).values()];
        const rows = unique.map(({ known, event, version, value }) =>
          row(known, value / 100, { version, eventAt: at(known - event) }),
        );
        const known = rows.filter(({ knownAt }) => knownAt <= at(now));
        expect(valuesAt([...rows].reverse(), now)).toEqual(valuesAt(known, now));
      }),
    );
  });
});

describe('the next event', () => {
  const secondsAt = (rows: SignalRow[], ...seconds: number[]): number[] =>
    seconds.map((second) => lookup(...rows).secondsToNextEvent(second * 1e9));

  it('is the earliest that lies ahead among those announced', () => {
    const rows = [announced(0, 100), announced(20, 50), announced(200, 300)];
    expect(secondsAt(rows, 10, 20, 49.5, 50, 99, 100, 199, 200)).toEqual([90, 30, 0.5, 50, 1, NaN, NaN, 100]);
  });

  it('is of the instrument and of its markets alike', () => {
    const rows = [announced(0, 100), announced(0, 60, { scope: 'market:US' }), announced(0, 1, { scope: 'market:EU' })];
    expect(secondsAt(rows, 0, 60)).toEqual([60, 40]);
  });

  it('equals a plain search at any time', () => {
    const events = fc.array(fc.tuple(fc.integer({ min: -20, max: 60 }), fc.integer({ min: 1, max: 40 })));
    fc.assert(
      fc.property(events, fc.integer({ min: 0, max: 100 }), (all, now) => {
        const ahead = all.filter(([known, after]) => known <= now && known + after > now);
        const plain = ahead.length === 0 ? NaN : Math.min(...ahead.map(([known, after]) => known + after - now));
        expect(
          secondsAt(
            all.map(([known, after]) => announced(known, known + after)),
            now,
          ),
        ).toEqual([plain]);
      }),
    );
  });
});

describe('a signal row', () => {
  it.each([
    ['a figure', row(0, 0.5)],
    ['a figure after its event', row(10, 0.5, { eventAt: at(5) })],
    ['an announcement', announced(0, 5)],
    ['any number of a series of its own', row(0, -1e9, { name: 'us-cpi-surprise', scope: 'market:US' })],
  ])('is accepted: %s', (_, given) => {
    expect(checkedSignalRow(given)).toEqual({ ok: true, value: given });
  });

  it.each<[string, Partial<SignalRow>]>([
    ['name', { name: ' ' }],
    ['scope', { scope: 'BAC' as SignalRow['scope'] }],
    ['scope', { scope: 'market:' }],
    ['version', { version: 0 }],
    ['value', { value: NaN }],
    ['value', { value: Infinity, name: 'us-cpi-surprise' }],
    ['value', { value: 1.01 }],
    ['value', { value: -0.1, name: 'implied-volatility' }],
    ['value', { eventAt: at(1) }],
  ])('is refused for its %s', (field, overrides) => {
    expect(checkedSignalRow(row(0, 0.5, overrides))).toMatchObject({
      ok: false,
      error: { code: 'INVALID_SIGNAL', field },
    });
  });

  it('announces what is after it was known', () => {
    expect([announced(0, 1), announced(1, 1), row(0, 0)].map(isAnnouncement)).toEqual([true, false, false]);
  });
});
