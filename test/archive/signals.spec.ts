import { describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseInstant } from '#domain/core';
import { readSignals, writeParquet } from '#adapters/parquet';
import { temporaryFolder } from '../factories/recordings/index.js';

const folder = temporaryFolder();
let files = 0;
const csv = (...lines: string[]): string => {
  const path = join(folder, `${(files += 1)}.csv`);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
};

const HEADER = 'name,scope,known_at,event_time,value,source,version';
const instant = (text: string): bigint => parseInstant(text)!;

const CPI = {
  name: 'us-cpi-surprise',
  scope: 'market:US',
  knownAt: instant('2024-03-12T12:30:00.5Z'),
  eventAt: instant('2024-03-12T12:30:00Z'),
  value: 0.1,
  source: 'BLS, "first"',
  version: 1,
};
const ANNOUNCED = { ...CPI, knownAt: instant('2024-03-01T00:00:00Z'), value: NaN, source: 'BLS' };
const VOLATILITY = {
  name: 'implied-volatility',
  scope: 'instrument:AMZN',
  knownAt: 1_340_285_400_000_000_001n,
  value: 0.31,
  source: 'OPRA',
  version: 2,
};

describe('a file of signals', () => {
  it('is CSV with a header, its columns in any order', async () => {
    const path = csv(
      HEADER,
      'us-cpi-surprise,market:US,2024-03-12T12:30:00.5Z,2024-03-12T12:30:00Z,0.1,"BLS, ""first""",1',
      '',
      'us-cpi-surprise,market:US,2024-03-01T00:00:00Z,2024-03-12T12:30:00Z,,BLS,1',
    );
    expect(await readSignals(path)).toEqual({ rows: [CPI, ANNOUNCED], quarantined: [] });
    const turned = csv(
      'version,source,value,known_at,scope,name',
      '2,OPRA,0.31,1340285400000000001,instrument:AMZN,implied-volatility',
    );
    expect((await readSignals(turned)).rows).toEqual([VOLATILITY]);
  });

  it('is Parquet too', async () => {
    const path = join(folder, 'signals.parquet');
    const all = [CPI, ANNOUNCED, VOLATILITY];
    await writeParquet(path, [
      { name: 'name', type: 'VARCHAR', values: all.map(({ name }) => name) },
      { name: 'scope', type: 'VARCHAR', values: all.map(({ scope }) => scope) },
      { name: 'known_at', type: 'BIGINT', values: all.map(({ knownAt }) => knownAt) },
      { name: 'event_time', type: 'BIGINT', values: [CPI.eventAt, CPI.eventAt, null] },
      { name: 'value', type: 'DOUBLE', values: all.map(({ value }) => value) },
      { name: 'source', type: 'VARCHAR', values: all.map(({ source }) => source) },
      { name: 'version', type: 'INTEGER', values: all.map(({ version }) => version) },
    ]);
    expect(await readSignals(path)).toEqual({ rows: all, quarantined: [] });
  });

  it.each([
    ['a time that is none', 'x,market:US,yesterday,,1,s,1', 'known_at: expected an instant such as'],
    ['an event that is none', 'x,market:US,2024-03-01T00:00:00Z,soon,1,s,1', 'event_time: expected an instant such as'],
    ['a value that is no number', 'x,market:US,2024-03-01T00:00:00Z,,high,s,1', 'value: expected a number'],
    ['a figure without a value', 'x,market:US,2024-03-01T00:00:00Z,,,s,1', 'signal value: expected a finite number'],
    ['a scope that is none', 'x,US,2024-03-01T00:00:00Z,,1,s,1', 'signal scope: expected instrument:ID or market:NAME'],
    [
      'a version that is none',
      'x,market:US,2024-03-01T00:00:00Z,,1,s,first',
      'version: expected a whole number from 1',
    ],
    ['no source', 'x,market:US,2024-03-01T00:00:00Z,,1,,1', 'source: expected a text that is not empty'],
    ['a half-written line', 'x,market:US,2024-03', 'expected as many fields as the header has'],
  ])('sets a row aside with %s, and its line says where', async (_, line, reason) => {
    const path = csv(HEADER, line, 'implied-volatility,instrument:AMZN,1340285400000000001,,0.31,OPRA,2');
    expect(await readSignals(path)).toEqual({
      rows: [VOLATILITY],
      quarantined: [{ file: path, line: 2, reason: expect.stringContaining(reason), text: line }],
    });
  });

  it.each([
    ['a column that nobody knows', [`${HEADER},mood`], 'UNKNOWN_COLUMN', 'column "mood" is unknown or twice'],
    ['a column twice', [`${HEADER},value`], 'UNKNOWN_COLUMN', 'column "value" is unknown or twice'],
    ['a column missing', ['name,scope,value,source,version'], 'MISSING_COLUMN', 'column known_at is missing'],
    ['nothing in it', [], 'MISSING_COLUMN', 'column name is missing'],
  ])('is refused with %s', async (_, lines, code, message) => {
    const error = await readSignals(csv(...lines)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'ParquetError', code, message: expect.stringContaining(message) });
  });

  it('must be there', async () => {
    await expect(readSignals(join(folder, 'none.csv'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });
});
