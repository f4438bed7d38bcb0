import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { formatInstant, parseInstant, type Instant } from '#domain/core';
import { FeatureStore, ParquetFeatureRecorder, readParquet } from '#adapters/parquet';
import { temporaryFolder } from '../factories/recordings/index.js';

const SET = { version: 'v1', hash: 'a'.repeat(64), names: ['spreadBps'] };
const OPEN = parseInstant('2023-04-04T23:59:00Z')!;
const root = temporaryFolder();
let stores = 0;

const newStore = (): { folder: string; store: FeatureStore } => {
  const folder = join(root, `store-${(stores += 1)}`);
  return { folder, store: new FeatureStore(folder, SET) };
};

const second = (n: number): Instant => OPEN + BigInt(n) * 1_000_000_000n;

/** Records the seconds `from` to `to`, of which each has its own number as value. */
const record = (recorder: ParquetFeatureRecorder, from: number, to: number): void => {
  const values = new Float64Array(1);
  for (let n = from; n <= to; n += 1) {
    values[0] = n;
    recorder.record('A', second(n), n, values);
  }
};

/** The values of all files, in the order of the files. */
const recorded = async (folder: string): Promise<readonly number[]> => {
  const values: number[] = [];
  const symbol = join(folder, 'set=v1', 'symbol=A');
  for (const day of readdirSync(symbol).sort()) {
    for (const file of readdirSync(join(symbol, day)).sort()) {
      const { columns } = await readParquet(join(symbol, day, file));
      values.push(...(columns.find(({ name }) => name === 'spreadBps')!.values as Float64Array));
    }
  }
  return values;
};

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('ParquetFeatureRecorder', () => {
  it('writes what it took, by UTC day, and what came since with the next flush', async () => {
    const { folder, store } = newStore();
    const recorder = new ParquetFeatureRecorder(store);
    record(recorder, 0, 70);
    await recorder.flush();
    record(recorder, 71, 80);
    expect((await store.lastAt('A', second(100)))?.asOf).toBe(formatInstant(second(70)));
    await recorder.flush();
    await recorder.flush();
    expect(await recorded(folder)).toEqual(range(0, 80));
    expect(await store.lastAt('A', second(59))).toMatchObject({ asOf: formatInstant(second(59)), values: [59] });
  });

  it('records nothing twice when the market plays again, in this process or the next', async () => {
    const { folder, store } = newStore();
    const first = new ParquetFeatureRecorder(store);
    record(first, 0, 20);
    await first.flush();
    record(first, 0, 10);
    await first.flush();
    const next = new ParquetFeatureRecorder(store);
    record(next, 0, 10);
    await next.flush();
    record(next, 11, 30);
    await next.flush();
    expect(await recorded(folder)).toEqual(range(0, 30));
  });

  it('writes later what could not be written, and what of others could be at once', async () => {
    const { folder, store } = newStore();
    const recorder = new ParquetFeatureRecorder(store);
    const symbol = (name: string): string => join(folder, 'set=v1', `symbol=${name}`);
    mkdirSync(join(folder, 'set=v1'), { recursive: true });
    writeFileSync(symbol('A'), 'in the way');
    record(recorder, 0, 10);
    recorder.record('B', second(1), 1, Float64Array.of(7));
    const refused = expect(recorder.flush()).rejects;
    await refused.toMatchObject({ name: 'ParquetError', path: expect.stringContaining('symbol=A') });
    expect(await store.lastAt('B', second(1))).toMatchObject({ values: [7] });

    rmSync(symbol('A'));
    await recorder.flush();
    record(recorder, 11, 20);
    await recorder.flush();
    expect(await recorded(folder)).toEqual(range(0, 20));
  });

  it('records other instruments where the store of one cannot be read', async () => {
    const { folder, store } = newStore();
    const day = join(folder, 'set=v1', 'symbol=A', 'day=2023-04-04');
    mkdirSync(day, { recursive: true });
    writeFileSync(join(day, '20230404T235900.000000000Z.parquet'), 'PAR1 no more');
    const recorder = new ParquetFeatureRecorder(store);
    record(recorder, 0, 10);
    recorder.record('B', second(1), 1, Float64Array.of(7));
    await expect(recorder.flush()).rejects.toMatchObject({ name: 'ParquetError', code: 'BROKEN_FILE' });
    expect(await store.lastAt('B', second(1))).toMatchObject({ values: [7] });
  });

  it('records an earlier day after a later one', async () => {
    const { folder, store } = newStore();
    const recorder = new ParquetFeatureRecorder(store);
    record(recorder, 86_500, 86_502);
    await recorder.flush();
    record(recorder, 1, 3);
    await recorder.flush();
    expect(await recorded(folder)).toEqual([1, 2, 3, 86_500, 86_501, 86_502]);
  });
});
