import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openSessions, Quarantine } from '#adapters/recordings';
import { ok } from '#domain/core';
import { SignalTable } from '#domain/features';
import { fillImpactInputs, gaussian, IMPACT_INPUTS, type ImpactForecast, type ImpactRequest } from '#domain/impact';
import { type TextRow } from '#domain/training';
import { forecastOrders, type OrderForecast } from '#application/forecast-orders';
import { INPUT_PREFIX } from '#application/export-training-set';
import { temporaryFolder, writeLean, writeMorningAndAfternoon } from '../factories/recordings/index.js';
import { readRows, runExport, type Row } from '../factories/training-set.js';

const dir = temporaryFolder();
const NOON_MS = 43_200_000;
// Midnight in New York on 2013-10-07, in nanoseconds since 1970.
const MIDNIGHT_NS = 1_381_118_400n * 1_000_000_000n;
const COLUMNS = ['id', 'symbol', 'day', 'start_ms', 'T_sec', 'side', 'shares'];

interface Asked {
  readonly kind: string;
  readonly instrumentId: string;
  readonly request: ImpactRequest;
}

const folder = (name: string): string => {
  mkdirSync(join(dir, name));
  return join(dir, name);
};

const textRow = (line: number, values: readonly string[]): TextRow => ({
  line,
  values: Object.fromEntries(COLUMNS.map((name, i) => [name, values[i]!])),
});

async function* rowsOf(orders: readonly (readonly string[])[]): AsyncGenerator<TextRow, void> {
  for (const [i, values] of orders.entries()) yield await Promise.resolve(textRow(i + 2, values));
}

const forecastOf = ({ quantity }: ImpactRequest): ImpactForecast => ({
  modelVersion: 'test/1',
  tier: 'MODEL',
  identification: 'SIMULATED',
  temporaryBps: 0,
  permanentBps: 0,
  lastingShiftBps: 0,
  slippage: gaussian(quantity, 0),
  residual: [],
  members: [],
});

/** What the models are asked about each order of a list, and what is written of it. */
const ask = async (recording: string, orders: readonly (readonly string[])[]) => {
  const sessions = await openSessions([recording], new Quarantine());
  if (!sessions.ok) throw sessions.error;
  const [asked, batches, written]: [Asked[], number[], OrderForecast[]] = [[], [], []];
  const answer = await forecastOrders(
    {
      columns: COLUMNS,
      rows: rowsOf(orders),
      sessions: sessions.value,
      surroundings: { overrides: new Map(), signals: new SignalTable([]) },
    },
    {
      models: {
        modelFor: (kind) => ({
          forecast: (requests) => {
            batches.push(requests.length);
            const [first] = requests;
            const { instrumentId } = first!.market.terms;
            for (const request of requests) expect(request.market.terms.instrumentId).toBe(instrumentId);
            asked.push(...requests.map((request) => ({ kind, instrumentId, request })));
            return Promise.resolve(ok(requests.map(forecastOf)));
          },
        }),
      },
      observer: { working: () => undefined, settled: () => undefined, refused: () => undefined },
      write: (forecasts) => {
        written.push(...forecasts);
        return Promise.resolve();
      },
    },
  );
  if (!answer.ok) throw new Error(answer.error.message);
  return { asked, batches, written, summary: answer.value };
};

const stated = ({ id, instrumentId, startNs, durationSeconds, side, orderedUnits }: Row): readonly string[] => [
  String(id),
  String(instrumentId),
  '20131007',
  String(((startNs as bigint) - MIDNIGHT_NS) / 1_000_000n),
  String(durationSeconds),
  String(side),
  String(orderedUnits),
];

/** As a model would read it. Adding zero makes one zero of both. */
const inputsOf = ({ side, quantity, horizonSeconds, market, features }: ImpactRequest): readonly number[] => {
  const inputs = new Float32Array(IMPACT_INPUTS.length);
  const values = Float64Array.from(features!.values, (value) => value ?? NaN);
  fillImpactInputs(inputs, 0, values, { side, quantityUnits: quantity, horizonSeconds }, market.terms);
  return Array.from(inputs, (value) => value + 0);
};

describe('a list of orders', () => {
  it('is asked about with the very inputs that a training set of it has', async () => {
    const recording = folder('lean');
    writeLean({ seed: 1, dir: recording, symbol: 'aaa', moments: 6_000, daily: true });
    writeLean({ seed: 2, dir: recording, symbol: 'bbb', moments: 1_000, daily: true });
    await runExport('--session', recording, '--out', join(dir, 'set'), '--seed', '7');
    const rows = await readRows(join(dir, 'set'));
    expect(rows.length).toBeGreaterThan(1_500);
    const { asked, batches, written, summary } = await ask(recording, rows.map(stated));
    expect(summary).toMatchObject({ orders: rows.length, forecast: rows.length, refused: 0 });
    expect(written.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    expect(written.map(({ labels }) => labels[0]!.quantilesBps[2])).toEqual(
      rows.map(({ orderedUnits }) => orderedUnits),
    );
    expect(Math.max(...batches)).toBe(1_024);
    expect(batches.length).toBeLessThan(4 + rows.length / 1_024 + 4);

    const key = (instrumentId: unknown, startMs: number, seconds: unknown, side: unknown, units: unknown): string =>
      [instrumentId, startMs, seconds, side, units].map(String).join(' ');
    const exported = new Map(
      rows.map((row) => [
        key(row.instrumentId, Number(stated(row)[3]), row.durationSeconds, row.side, row.orderedUnits),
        row,
      ]),
    );
    let windows = 0;
    for (const { kind, instrumentId, request } of asked) {
      const { features, horizonSeconds, side, quantity } = request;
      const startMs = Date.parse(features!.asOf) - Number(MIDNIGHT_NS / 1_000_000n);
      const row = exported.get(key(instrumentId, startMs, horizonSeconds, side, quantity))!;
      expect(kind).toBe(row.def);
      expect(inputsOf(request)).toEqual(IMPACT_INPUTS.map(({ name }) => Number(row[`${INPUT_PREFIX}${name}`]) + 0));
      windows += kind === 'W' ? 1 : 0;
    }
    expect(windows).toBeGreaterThan(100);
    expect(asked.length - windows).toBeGreaterThan(100);
  });

  it('nothing that happens at or after an order changes what is asked about it', async () => {
    const [one, two] = [folder('afternoon1'), folder('afternoon2')];
    writeMorningAndAfternoon({ dir: one, afternoon: 1 });
    writeMorningAndAfternoon({ dir: two, afternoon: 2 });
    // A quote comes at every even second: noon itself is already another one.
    const orders = Array.from({ length: 50 }, (_, i) => [
      String(i),
      'ccc',
      '2013-10-07',
      String(NOON_MS - 7_000 * i),
      i % 2 === 0 ? '900' : '77',
      i % 3 === 0 ? 'BUY' : 'SELL',
      '5000',
    ]);
    const late = ['late', 'ccc', '2013-10-07', String(NOON_MS + 2_000), '900', 'BUY', '5000'];
    const ofOne = await ask(one, [...orders, late]);
    const ofTwo = await ask(two, [...orders, late]);
    const upToNoon = ({ asked }: typeof ofOne) =>
      asked.filter(({ request }) => request.features!.asOf <= '2013-10-07T16:00:00.000000000Z');
    expect(upToNoon(ofOne)).toHaveLength(orders.length);
    expect(upToNoon(ofOne)).toEqual(upToNoon(ofTwo));
    expect(ofOne.asked).not.toEqual(ofTwo.asked);
  });
});
