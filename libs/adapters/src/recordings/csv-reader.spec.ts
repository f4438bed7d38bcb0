import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CsvReader } from './csv-reader.js';

const readerOf = (chunks: readonly string[]): CsvReader =>
  new CsvReader({
    path: 'memory',
    name: 'memory.csv',
    open: () => Promise.resolve(Readable.from(chunks.map((chunk) => Buffer.from(chunk, 'latin1')))),
  });

const read = async (chunks: readonly string[]): Promise<string[][]> => {
  const reader = readerOf(chunks);
  const rows: string[][] = [];
  while (reader.next() || (await reader.advance())) {
    rows.push(Array.from({ length: reader.columns }, (_, column) => reader.string(column)));
  }
  return rows;
};

const field = async (text: string): Promise<CsvReader> => {
  const reader = readerOf([`first,${text},last\n`]);
  await reader.advance();
  return reader;
};

describe('CsvReader', () => {
  it('reads the same rows wherever the chunks of a file are cut', async () => {
    const cell = fc.constantFrom('', '0', '-1', '2238200', '34200.017459617', 'P', 'x y');
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 12 }), { maxLength: 12 });
    const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(rows, cuts, fc.constantFrom('\n', '\r\n'), fc.boolean(), async (table, at, lineEnd, ended) => {
        const text = table.map((row) => row.join(',')).join(lineEnd) + (ended && table.length > 0 ? lineEnd : '');
        const edges = [0, ...[...at].sort((a, b) => a - b), text.length];
        const chunks = edges.slice(1).map((edge, i) => text.slice(edges[i], edge));
        // Without a line end the last row, when it is one empty field, is no row.
        const expected = !ended && table.at(-1)?.join(',') === '' ? table.slice(0, -1) : table;
        expect(await read(chunks)).toEqual(expected);
      }),
    );
  });

  it.each([
    ['0', 0],
    ['-42', -42],
    ['999999999999999', 999_999_999_999_999],
    ['9999999999999999', NaN],
    ['', NaN],
    ['-', NaN],
    ['+1', NaN],
    ['1.0', NaN],
    ['1e3', NaN],
    [' 1', NaN],
    ['Infinity', NaN],
  ])('integer %j is %d', async (text, value) => {
    expect((await field(text)).integer(1)).toBe(value);
  });

  it.each([
    ['34200.017459617', 34_200_017_459_617],
    ['34200.1', 34_200_100_000_000],
    ['34200', 34_200_000_000_000],
    ['0.000000001', 1],
    ['34200.0174596179', 34_200_017_459_617],
    ['34200.', NaN],
    ['.5', NaN],
    ['-1.5', NaN],
    ['1.-5', NaN],
    ['1.5.5', NaN],
    ['NaN', NaN],
  ])('%j seconds are %d ns', async (text, value) => {
    expect((await field(text)).scaledDecimal(1, 9)).toBe(value);
  });

  it.each([
    ['20002020', 0x20002020],
    ['ffFFffFF', 0xffffffff],
    ['100000000', NaN],
    ['', NaN],
    ['0x1', NaN],
  ])('hexadecimal %j is %d', async (text, value) => {
    expect((await field(text)).hexadecimal(1)).toBe(value);
  });

  it('takes a line without end for one bad line, in bounded memory', async () => {
    const chunk = '7'.repeat(65_536);
    const reader = readerOf([...Array.from({ length: 64 }, () => chunk), '\n1,2\n']);
    await reader.advance();
    expect(reader.fault(1)).toBe('LINE_TOO_LONG');
    expect(reader.text().length).toBeLessThan(200_000);
    await reader.advance();
    expect([reader.line, reader.fault(2), reader.integer(1)]).toEqual([2, undefined, 2]);
  });
});
