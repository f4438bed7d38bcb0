import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { temporaryFolder } from '../../../../test/factories/recordings/temporary-folder.js';
import { readParquet, writeParquet, type ParquetColumn, type ParquetError } from './index.js';

const folder = temporaryFolder();
let files = 0;
const newFile = (): string => join(folder, `${(files += 1)}.parquet`);

const refusal = async (work: Promise<unknown>): Promise<ParquetError> => {
  const error = await work.then(
    () => new Error('not refused'),
    (thrown: unknown) => thrown,
  );
  return error as ParquetError;
};

const missing = null;
const columnsOf = (rowCount: number): fc.Arbitrary<ParquetColumn[]> => {
  const values = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<(T | null)[]> =>
    fc.array(fc.option(value, { nil: missing }), { minLength: rowCount, maxLength: rowCount });
  return fc
    .tuple(
      values(fc.double({ noNaN: true, noDefaultInfinity: true })),
      values(fc.integer()),
      values(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
      values(fc.string({ unit: 'grapheme' })),
      values(fc.boolean()),
    )
    .map(([double, integer, bigint, varchar, boolean]) => [
      { name: 'spreadBps', type: 'DOUBLE', values: Float64Array.from(double, (value) => value ?? NaN) },
      { name: 'count', type: 'INTEGER', values: integer },
      { name: 'time "ns"', type: 'BIGINT', values: bigint },
      { name: 'text', type: 'VARCHAR', values: varchar },
      { name: 'flag', type: 'BOOLEAN', values: boolean },
    ]);
};

describe('a Parquet file', () => {
  it('gives back what was written, row for row', async () => {
    const path = newFile();
    await fc.assert(
      fc.asyncProperty(
        fc.nat(50).chain(columnsOf),
        // Keys that differ in capitals only are refused.
        fc.dictionary(
          fc.string({ minLength: 1 }).map((key) => key.toLowerCase()),
          fc.string(),
        ),
        async (columns, metadata) => {
          await writeParquet(path, columns, metadata);
          const table = await readParquet(path);
          expect(table.columns).toEqual(columns);
          expect(table.metadata).toEqual({ ...metadata });
        },
      ),
      { numRuns: 25 },
    );
  });

  it('keeps the order of many row groups, and takes whole numbers for BIGINT', async () => {
    const path = newFile();
    const rowCount = 300_001;
    const values = Float64Array.from({ length: rowCount }, (_, row) => (row % 7 === 0 ? NaN : row * 1e9));
    await writeParquet(path, [{ name: 'timeNs', type: 'BIGINT', values }]);
    const [column] = (await readParquet(path, ['timeNs'])).columns;
    const isOther = (value: number, row: number): boolean => !Object.is(value, Number(column!.values[row] ?? NaN));
    expect(values.findIndex(isOther)).toBe(-1);
  });

  it('has the same bytes whenever the rows are the same', async () => {
    const column = {
      name: 'x',
      type: 'DOUBLE',
      values: Float64Array.from({ length: 200_000 }, (_, row) => row % 97),
    } as const;
    const hashes = new Set<string>();
    for (const path of [newFile(), newFile(), newFile()]) {
      await writeParquet(path, [column], { source: 'a', hash: 'b' });
      hashes.add(createHash('sha256').update(readFileSync(path)).digest('hex'));
    }
    expect(hashes.size).toBe(1);
  });

  it('is found by its own name, whatever is in it', async () => {
    const path = join(folder, `a[1]*'s`, 'day=2012-06-21', 'x?.parquet');
    await writeParquet(path, [{ name: 'x', type: 'INTEGER', values: [1] }]);
    expect((await readParquet(path)).columns).toEqual([{ name: 'x', type: 'INTEGER', values: [1] }]);
  });

  it('replaces the one before as a whole and leaves nothing beside it', async () => {
    const own = join(folder, 'own');
    const path = join(own, 'x.parquet');
    await writeParquet(path, [{ name: 'x', type: 'INTEGER', values: [1] }]);
    await refusal(writeParquet(path, [{ name: 'x', type: 'INTEGER', values: [1.5] }]));
    await writeParquet(path, [{ name: 'x', type: 'INTEGER', values: [2] }]);
    expect((await readParquet(path)).columns[0]!.values).toEqual([2]);
    expect(readdirSync(own)).toEqual(['x.parquet']);
  });
});

describe('what is refused', () => {
  it.each<[string, ParquetColumn, RegExp]>([
    [
      'an infinite number',
      { name: 'x', type: 'DOUBLE', values: [1, Infinity] },
      /column x, row 1: Infinity is not a finite number/,
    ],
    [
      'an integer of more than 32 bits',
      { name: 'x', type: 'INTEGER', values: [2 ** 31] },
      /column x, row 0: 2147483648 is not/,
    ],
    [
      'an integer of more than 64 bits',
      { name: 'x', type: 'BIGINT', values: [2n ** 63n] },
      /row 0: 9223372036854775808 is not/,
    ],
    [
      'a number that is no longer exact',
      { name: 'x', type: 'BIGINT', values: [2 ** 53] },
      /row 0: 9007199254740992 is not/,
    ],
  ])('%s', async (_what, column, message) => {
    expect(await refusal(writeParquet(newFile(), [column]))).toMatchObject({
      code: 'BAD_VALUE',
      message: expect.stringMatching(message),
    });
  });

  it('columns that do not fit together', async () => {
    const x: ParquetColumn = { name: 'x', type: 'INTEGER', values: [1] };
    await expect(writeParquet(newFile(), [])).rejects.toThrow(RangeError);
    await expect(writeParquet(newFile(), [x, { ...x, name: 'X' }])).rejects.toThrow(/two columns X/);
    await expect(writeParquet(newFile(), [x], { seed: '1', Seed: '2' })).rejects.toThrow(/two keys Seed/);
    await expect(writeParquet(newFile(), [x, { ...x, name: 'y', values: [] }])).rejects.toThrow(
      /x has 1 values, y has 0/,
    );
  });

  it('a file that is not there, is something else, is cut short, or lacks a column', async () => {
    const path = newFile();
    await writeParquet(path, [{ name: 'x', type: 'INTEGER', values: [1] }]);
    expect(await refusal(readParquet(path, ['y']))).toMatchObject({
      code: 'MISSING_COLUMN',
      message: `${path}: no column y; there are x`,
    });
    truncateSync(path, 100);
    expect(await refusal(readParquet(path))).toMatchObject({ code: 'BROKEN_FILE' });
    writeFileSync(path, 'time,price\n');
    expect(await refusal(readParquet(path))).toMatchObject({
      code: 'BROKEN_FILE',
      message: `${path}: no whole Parquet file: it does not end as one`,
    });
    expect(await refusal(readParquet(newFile()))).toMatchObject({ code: 'FILE_NOT_FOUND' });
  });
});
