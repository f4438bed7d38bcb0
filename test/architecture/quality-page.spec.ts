import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { DEFAULT_GUARD_PARAMETERS, VERDICTS } from '#domain/market-data';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/quality.md'), 'utf8');

/** The cells of the table whose first header cell is `title`, without backticks. */
const table = (title: string): readonly string[][] => {
  const rows = new RegExp(`^\\| ${title} .*\\n\\|[ -:|]*\\n((?:\\|.*\\n)+)`, 'm').exec(PAGE)![1]!;
  return rows
    .trimEnd()
    .split('\n')
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.replaceAll('`', '').trim()),
    );
};

const UNITS: Readonly<Record<string, number>> = { ms: 1e6, s: 1e9 };
const amount = (text: string): number => {
  const [number, unit] = text.split(' ') as [string, string?];
  return Number(number.replace(',', '')) * (unit === undefined ? 1 : UNITS[unit]!);
};

it('the page on quality lists the verdicts', () => {
  expect(table('fault').map(([fault, verdict]) => [fault, verdict])).toEqual(Object.entries(VERDICTS));
});

it('the page on quality lists the parameters', () => {
  const listed = Object.fromEntries(table('parameter').map(([name, value]) => [name!, amount(value!)]));
  expect(listed).toEqual(DEFAULT_GUARD_PARAMETERS);
});

it('the page on quality says what each verdict does', () => {
  const explained = [...PAGE.matchAll(/^- ([A-Z_]+): /gm)].map(([, action]) => action!);
  expect(explained.sort()).toEqual([...new Set(Object.values(VERDICTS))].sort());
});
