import { describe, expect, it } from '@jest/globals';
import { csvTable } from './csv-table.js';

describe('a CSV table', () => {
  it.each<[string, string, readonly (readonly [number, Readonly<Record<string, string>>])[]]>([
    [
      'plain',
      'a,b\n1,2\n3,4\n',
      [
        [2, { a: '1', b: '2' }],
        [3, { a: '3', b: '4' }],
      ],
    ],
    ['with no line feed at its end', 'a,b\n1,2', [[2, { a: '1', b: '2' }]]],
    ['from Windows, with a byte order mark', '\uFEFFa,b\r\n1,2\r\n', [[2, { a: '1', b: '2' }]]],
    ['with empty lines and spaces', 'a, b\n\n 1 ,2\n\n', [[3, { a: '1', b: '2' }]]],
    [
      'quoted',
      'a,b\n"x, ""y""\nz",2\n5,6',
      [
        [2, { a: 'x, "y"\nz', b: '2' }],
        [4, { a: '5', b: '6' }],
      ],
    ],
    ['with missing values', 'a,b\n,\n', [[2, { a: '', b: '' }]]],
    ['empty', '', []],
  ])('%s', (_, text, rows) => {
    expect(csvTable('f.csv', text).rows.map(({ line, values }) => [line, values])).toEqual(rows);
  });

  it.each(['1', '1,2,3'])('says that a row has not as many values as the header: %s', (row) => {
    expect(csvTable('f.csv', `a,b\n${row}\n`).rows).toMatchObject([{ line: 2, hasWrongColumnCount: true }]);
  });
});
