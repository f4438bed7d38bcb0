import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { FeatureStore, readParquet, writeParquet, type Decisions, type KnownBy } from '#adapters/parquet';
import { temporaryFolder } from '../factories/recordings/index.js';

const base = temporaryFolder();
let folders = 0;
const newFolder = (): string => join(base, String((folders += 1)));

const SET = { version: 'v1', hash: 'a'.repeat(64), names: ['spreadBps', 'mid "x"'] };
const ORIGIN = 1_680_652_500_000_000_000n; // 2023-04-04T23:55:00Z
const SECOND = 1e9;

interface Row {
  readonly timeNs: number;
  readonly values: readonly number[];
}

const written = async (rowsByInstrument: Readonly<Record<string, readonly Row[]>>): Promise<FeatureStore> => {
  const store = new FeatureStore(newFolder(), SET);
  for (const [instrumentId, rows] of Object.entries(rowsByInstrument)) {
    const writer = store.writer(instrumentId, ORIGIN);
    for (const [i, { timeNs, values }] of rows.entries()) await writer.append(timeNs, i + 1, values);
    await writer.flush();
  }
  return store;
};

interface Known {
  readonly knownAtNs: bigint | null;
  readonly values: readonly number[];
}

const knownBy = async (store: FeatureStore, decisions: Decisions, by: KnownBy): Promise<Known[]> => {
  const known: Known[] = [];
  for await (const { length, knownAtNs, values } of store.asOf(decisions, by)) {
    for (let row = 0; row < length; row += 1) {
      known.push({ knownAtNs: knownAtNs[row]!, values: values.map((column) => column[row]!) });
    }
  }
  return known;
};

const at = (...seconds: number[]): bigint[] => seconds.map((second) => ORIGIN + BigInt(second * SECOND));

describe('a feature store', () => {
  const rows = [0, 10, 20, 400].map((second) => ({ timeNs: second * SECOND, values: [second, NaN] }));

  it('keeps the rows of an instrument by the UTC day on which they were known', async () => {
    const folder = newFolder();
    const writer = new FeatureStore(folder, SET).writer('A/B', ORIGIN);
    for (const [i, { timeNs, values }] of rows.entries()) await writer.append(timeNs, i, values);
    await writer.flush();
    expect(readdirSync(join(folder, 'set=v1', 'symbol=A%2FB'))).toEqual(['day=2023-04-04', 'day=2023-04-05']);
    const file = join(folder, 'set=v1', 'symbol=A%2FB', 'day=2023-04-05', '20230405T000140.000000000Z.parquet');
    expect((await readParquet(file)).columns).toEqual([
      { name: 'instrumentId', type: 'VARCHAR', values: ['A/B'] },
      { name: 'knownAtNs', type: 'BIGINT', values: at(400) },
      { name: 'sequence', type: 'BIGINT', values: [3n] },
      { name: 'spreadBps', type: 'DOUBLE', values: Float64Array.of(400) },
      { name: 'mid "x"', type: 'DOUBLE', values: Float64Array.of(NaN) },
    ]);
  });

  it.each<[string, number, number | undefined]>([
    ['before the first row', -1, undefined],
    ['at a row', 10, 10],
    ['between two', 19, 10],
    ['on the next day, before its first row', 399, 20],
    ['long after the last', 1e6, 400],
  ])('knows the last features at or before a moment: %s', async (_, second, expected) => {
    const store = await written({ A: rows, B: [] });
    const found = await store.lastAt('A', ORIGIN + BigInt(second) * 1_000_000_000n);
    expect(found?.values).toEqual(expected === undefined ? undefined : [expected, null]);
    expect(await store.lastAt('B', ORIGIN)).toBeUndefined();
  });

  it('says since when the features are known', async () => {
    const store = await written({ A: rows });
    expect(await store.lastAt('A', at(25)[0]!)).toEqual({
      instrumentId: 'A',
      set: 'v1',
      asOf: '2023-04-04T23:55:20.000000000Z',
      values: [20, null],
    });
  });

  it('keeps the last of several rows of one time, and takes none of an earlier one', async () => {
    const store = await written({ A: [...rows, { timeNs: 400 * SECOND, values: [401, 1] }] });
    expect((await store.lastAt('A', at(400)[0]!))?.values).toEqual([401, 1]);
    const writer = store.writer('C', ORIGIN);
    await writer.append(5, 1, [1, 2]);
    await expect(writer.append(4, 2, [1, 2])).rejects.toThrow(
      'features known at 4; expected whole nanoseconds after 5',
    );
    await expect(writer.append(6, 2, [1, Infinity])).rejects.toThrow('feature mid "x" is Infinity');
  });
});

describe('features as of decisions', () => {
  const rows = [10, 20].map((second) => ({ timeNs: second * SECOND, values: [second, NaN] }));
  const none = { knownAtNs: null, values: [NaN, NaN] };
  const of = (second: number): Known => ({ knownAtNs: at(second)[0]!, values: [second, NaN] });

  it.each<[KnownBy, Known[]]>([
    ['AT_OR_BEFORE', [of(20), none, of(10), of(20), none]],
    ['BEFORE', [of(20), none, none, of(10), none]],
  ])('are those known %s them, in the order of the decisions', async (by, expected) => {
    const store = await written({ A: rows });
    const decisions = { instrumentId: ['A', 'A', 'A', 'A', 'unknown'], decisionNs: at(1e5, 9, 10, 20, 20) };
    expect(await knownBy(store, decisions, by)).toEqual(expected);
  });

  it('are what a search through all rows finds', async () => {
    const time = fc.nat(40);
    const instrument = fc.constantFrom('A', 'B');
    const features = fc.uniqueArray(fc.tuple(instrument, time), { selector: (pair) => pair.join(), maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(features, fc.array(fc.tuple(instrument, time), { maxLength: 20 }), async (all, asked) => {
        const ofInstrument = (id: string): Row[] =>
          all
            .filter(([instrumentId]) => instrumentId === id)
            .map(([, second]) => ({ timeNs: second * SECOND, values: [second, -second] }))
            .sort((a, b) => a.timeNs - b.timeNs);
        const store = await written({ A: ofInstrument('A'), B: ofInstrument('B') });
        const decisions = {
          instrumentId: asked.map(([id]) => id),
          decisionNs: at(...asked.map(([, second]) => second)),
        };
        const found = (await knownBy(store, decisions, 'BEFORE')).map(({ values }) => values[0]);
        expect(found).toEqual(
          asked.map(
            ([id, second]) => ofInstrument(id).findLast((row) => row.timeNs < second * SECOND)?.values[0] ?? NaN,
          ),
        );
      }),
      { numRuns: 10 },
    );
  });

  it('are joined to the columns of a file, into a file', async () => {
    const store = await written({ A: rows });
    const [decisions, out] = [join(newFolder(), 'decisions.parquet'), join(newFolder(), 'known.parquet')];
    await writeParquet(decisions, [
      { name: 'id', type: 'VARCHAR', values: ['x', 'y'] },
      { name: 'instrumentId', type: 'VARCHAR', values: ['A', 'A'] },
      { name: 'decisionNs', type: 'BIGINT', values: at(15, 5) },
    ]);
    expect(await store.writeAsOf(out, { files: [decisions] }, 'BEFORE')).toBe(2);
    const { columns } = await readParquet(out);
    expect(columns.map(({ name, values }) => [name, [...(values as unknown[])]])).toEqual([
      ['id', ['x', 'y']],
      ['instrumentId', ['A', 'A']],
      ['decisionNs', at(15, 5)],
      ['knownAtNs', [at(10)[0], null]],
      ['spreadBps', [10, NaN]],
      ['mid "x"', [NaN, NaN]],
    ]);
  });
});

describe('what is refused', () => {
  const rows = [{ timeNs: 0, values: [1, 2] }];
  const stored = async (): Promise<string> => {
    const folder = newFolder();
    const writer = new FeatureStore(folder, SET).writer('A', ORIGIN);
    for (const { timeNs, values } of rows) await writer.append(timeNs, 1, values);
    await writer.flush();
    return folder;
  };
  const decisions = { instrumentId: ['A'], decisionNs: at(1) };

  it.each([
    [
      'another order',
      { ...SET, hash: 'b'.repeat(64), names: ['mid "x"', 'spreadBps'] },
      'number 1 is spreadBps, expected mid "x"',
    ],
    ['another meaning', { ...SET, hash: 'b'.repeat(64) }, 'the names are the same, the meaning is not'],
  ])('features of the same set with %s', async (_, set, message) => {
    const store = new FeatureStore(await stored(), set);
    await expect(store.lastAt('A', at(1)[0]!)).rejects.toMatchObject({ name: 'ParquetError', code: 'UNKNOWN_SCHEMA' });
    await expect(knownBy(store, decisions, 'BEFORE')).rejects.toThrow(message);
  });

  it('a file of something else in a place of features', async () => {
    const folder = newFolder();
    await writeParquet(join(folder, 'set=v1', 'symbol=A', 'day=2023-04-04', '20230404T000000.000000000Z.parquet'), [
      { name: 'x', type: 'DOUBLE', values: [1] },
    ]);
    await expect(new FeatureStore(folder, SET).lastAt('A', at(1)[0]!)).rejects.toThrow(
      'no features; expected those of set v1',
    );
  });

  it('sessions of one instrument that overlap: no row is chosen at random', async () => {
    const folder = await stored();
    const writer = new FeatureStore(folder, SET).writer('A', ORIGIN - 1n);
    await writer.append(0, 1, [3, 4]);
    await writer.append(1, 2, [3, 4]);
    await writer.flush();
    await expect(knownBy(new FeatureStore(folder, SET), decisions, 'BEFORE')).rejects.toThrow(
      '2 rows were known by 1 decisions: sessions of one instrument overlap',
    );
  });

  it.each<[string, Parameters<typeof writeParquet>[1], string]>([
    [
      'no instrument',
      [{ name: 'decisionNs', type: 'BIGINT', values: [1] }],
      'column instrumentId is missing; expected VARCHAR',
    ],
    [
      'a time of another type',
      [
        { name: 'instrumentId', type: 'VARCHAR', values: ['A'] },
        { name: 'decisionNs', type: 'DOUBLE', values: [1] },
      ],
      'column decisionNs is DOUBLE; expected BIGINT',
    ],
    [
      'a column with the name of a feature',
      [
        { name: 'instrumentId', type: 'VARCHAR', values: ['A'] },
        { name: 'decisionNs', type: 'BIGINT', values: [1] },
        { name: 'SPREADBPS', type: 'DOUBLE', values: [1] },
      ],
      'column SPREADBPS has the name of a column that is joined to it',
    ],
  ])('decisions with %s', async (_, columns, message) => {
    const [path, out] = [join(newFolder(), 'decisions.parquet'), join(newFolder(), 'known.parquet')];
    await writeParquet(path, columns);
    const store = new FeatureStore(await stored(), SET);
    await expect(store.writeAsOf(out, { files: [path] }, 'BEFORE')).rejects.toThrow(message);
  });
});
