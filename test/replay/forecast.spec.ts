import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { STATED_ORDER_COLUMNS } from '#application/forecast-orders';
import { runCommandLine } from '../../apps/replay/src/command-line.js';
import { forecast } from '../../apps/replay/src/commands/forecast.js';
import { writeModel } from '../factories/models/index.js';
import { temporaryFolder, writeLean } from '../factories/recordings/index.js';

const dir = temporaryFolder();
const recording = join(dir, 'lean');
const HEADER = 'id,symbol,day,start_ms,T_sec,side,shares';
const TEN_MS = 36_000_000;
const ownModels = join(dir, 'models');
let lists = 0;

beforeAll(() => {
  mkdirSync(recording);
  writeLean({ seed: 1, dir: recording, symbol: 'aaa', moments: 2_000, daily: true });
  writeLean({ seed: 2, dir: recording, symbol: 'bbb', moments: 500, daily: true });
  writeLean({ seed: 3, dir: recording, symbol: 'aaa', moments: 500, day: '20131008' });
  writeModel(ownModels, { name: 'metaorder', instruments: ['AAA'] });
  writeModel(ownModels, { name: 'metaorder-pooled', instruments: null });
  writeModel(ownModels, { name: 'metaorder-pooled', version: '1.10.0', instruments: null, shiftBps: 7 });
  writeModel(ownModels, { name: 'window-pooled', definition: 'W', instruments: null });
  writeModel(ownModels, { name: 'simulated', definition: 'P', instruments: null });
});

const forecastOf = async (
  rows: readonly string[],
  { header = HEADER, json = false, out = 'out.csv', models = ownModels, model = '' } = {},
) => {
  lists += 1;
  const orders = join(dir, `orders-${lists}.csv`);
  writeFileSync(orders, [header, ...rows].join('\n'));
  const results: string[] = [];
  const said: string[] = [];
  const terminal = { result: (line: string) => results.push(line), progress: (line: string) => said.push(line) };
  const path = join(dir, out);
  const args = [
    '--orders',
    orders,
    '--session',
    recording,
    '--out',
    path,
    '--models',
    models,
    ...(model === '' ? [] : ['--model', model]),
    ...(json ? ['--json'] : []),
  ];
  const status = await runCommandLine(['forecast', ...args], [forecast], terminal);
  const written = existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
  return { status, results, said, written, out: path };
};

const idsOf = (written: readonly string[]): readonly string[] => [
  ...new Set(written.slice(1).map((row) => row.replace(/,(slip|peak|perm\d+)(,-?[\d.]+){5}$/, ''))),
];

describe('replay forecast', () => {
  it('writes quantiles that rise, in the order of the list, whatever days and instruments are mixed', async () => {
    const { status, written, results, said } = await forecastOf([
      `late,AAA,20131008,${TEN_MS},600,1,5000`,
      `b,BBB,20131007,${TEN_MS + 5},45.8,-1,900.0`,
      `"a, ""first""",AAA,20131007,${TEN_MS},120,BUY,5000`,
      '',
      `b2,BBB,20131007,${TEN_MS - 1},1,SELL,900`,
    ]);
    expect(status).toBe(0);
    expect(written[0]).toBe('id,label,q05,q25,q50,q75,q95');
    expect(idsOf(written)).toEqual(['late', 'b', '"a, ""first"""', 'b2']);
    expect(written.slice(1).map((row) => row.split(',').at(-6))).toEqual(
      Array.from({ length: 4 }, () => ['slip', 'peak', 'perm1', 'perm5', 'perm15']).flat(),
    );
    for (const row of written.slice(1)) {
      const quantiles = row.split(',').slice(-5).map(Number);
      expect(quantiles).toEqual([...quantiles].sort((a, b) => a - b));
      expect(quantiles.every(Number.isFinite)).toBe(true);
    }
    expect(results[0]).toContain('4 of 4 orders forecast, 0 refused');
    expect(said).toContain('day 1 of 2, 2013-10-07');
    expect(said.at(-1)).toContain('4 of 4 orders, 100 %');
  });

  it('takes symbols, days and sides as desks write them, and columns in any order', async () => {
    const { written } = await forecastOf(
      [
        `1,5000,aaa,${TEN_MS},20131007,600,one,x`,
        `BUY,5e3,AAA,${TEN_MS}.0,2013-10-07,600.0,two,x`,
        `buy,5000.0,Aaa,${TEN_MS},20131007,6e2,three,x`,
      ],
      { header: '\uFEFFside,shares,symbol,start_ms,day,T_sec,id,slippage' },
    );
    const [one, two, three] = ['one', 'two', 'three'].map((id) =>
      written.filter((row) => row.startsWith(`${id},`)).map((row) => row.slice(id.length)),
    );
    expect(one!.length).toBeGreaterThan(0);
    expect(two).toEqual(one);
    expect(three).toEqual(one);
  });

  it('asks the model that was fitted on the instrument and on orders of its kind, the latest of its name', async () => {
    const { results } = await forecastOf(
      [
        `known,AAA,20131007,${TEN_MS},600,1,5000`,
        `known too,AAA,20131007,${TEN_MS + 1},300,1,5000`,
        `pooled,BBB,20131007,${TEN_MS},600,1,900`,
        `window,AAA,20131007,${TEN_MS},300,1,5000`,
      ],
      { json: true },
    );
    const { answeredBy } = (JSON.parse(results.at(-1)!) as { forecast: { answeredBy: object } }).forecast;
    expect(answeredBy).toEqual({
      'metaorder/1.0.0 MODEL': 2,
      'metaorder-pooled/1.10.0 MODEL': 1,
      'window-pooled/1.0.0 MODEL': 1,
    });
  });

  it('asks the model that is named for all of them, a model of parent orders too, which answers for nobody else', async () => {
    const rows = [`known,AAA,20131007,${TEN_MS},600,1,5000`, `window,BBB,20131007,${TEN_MS},300,1,900`];
    const { results } = await forecastOf(rows, { model: 'simulated' });
    expect(results.slice(1)).toEqual(['  2 by simulated/1.0.0 MODEL']);
    const unknown = await forecastOf(rows, { model: 'nobody', out: 'nobody.csv' });
    expect([unknown.status, unknown.written]).toEqual([1, []]);
    expect(unknown.said.at(-1)).toContain(
      '--model nobody is not among the models: metaorder, metaorder-pooled, simulated',
    );
  });

  it('tells the slippage only where the published formulas answer, and says why they do', async () => {
    const metaordersOnly = join(dir, 'metaorders');
    writeModel(metaordersOnly, { name: 'metaorder', instruments: ['AAA'] });
    const { written, results } = await forecastOf([`b,BBB,20131007,${TEN_MS},600,1,900`], { models: metaordersOnly });
    expect(written).toHaveLength(2);
    expect(written[1]).toMatch(/^b,slip,/);
    expect(results.slice(1)).toEqual([
      '  1 by parametric/1.0.0 PARAMETRIC (NO_MODEL)',
      '  of 1 the slippage only: peak and permanent impact need a trained model',
    ]);
  });

  it('refuses a folder without models', async () => {
    const { status, said, written } = await forecastOf(['x'], { models: recording, out: 'none.csv' });
    expect([status, written]).toEqual([1, []]);
    expect(said.at(-1)).toContain('holds no model');
  });

  it('docs/forecast-orders.md describes every column of a list and of its forecasts', async () => {
    const text = readFileSync(join(import.meta.dirname, '../../docs/forecast-orders.md'), 'utf8');
    const described = [...text.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
    const { written } = await forecastOf([`a,AAA,20131007,${TEN_MS},600,1,5000`]);
    const columns = [...STATED_ORDER_COLUMNS.map(({ name }) => name), ...written[0]!.split(',')];
    const labels = written.slice(1).map((row) => row.split(',')[1]!);
    expect([...columns, ...labels].filter((name) => !described.includes(name))).toEqual([]);
  });

  const fine = `fine,AAA,20131007,${TEN_MS},600,1,5000`;
  const rowWith = (change: Readonly<Record<string, string>>): string => {
    const values = fine.split(',');
    return HEADER.split(',')
      .map((name, i) => change[name] ?? values[i]!)
      .join(',');
  };

  it.each<[string, string | undefined, string]>([
    ['no id', 'id', rowWith({ id: '' })],
    ['no symbol', 'symbol', rowWith({ symbol: ' ' })],
    ['an unknown symbol', 'symbol', rowWith({ symbol: 'ZZZ' })],
    ['a day that is none', 'day', rowWith({ day: '7 Oct 2013' })],
    ['a day that the calendar has not', 'day', rowWith({ day: '20130231' })],
    ['a day without a session', 'day', rowWith({ day: '20131009' })],
    ['a day without a session of its symbol', 'day', rowWith({ symbol: 'BBB', day: '20131008' })],
    ['a start that is no number', 'start_ms', rowWith({ start_ms: 'ten' })],
    ['a start within a millisecond', 'start_ms', rowWith({ start_ms: '36000000.5' })],
    ['a start on another day', 'start_ms', rowWith({ start_ms: '86400000' })],
    ['a start before the open', 'start_ms', rowWith({ start_ms: '34199999' })],
    ['a start at the close', 'start_ms', rowWith({ start_ms: '57600000' })],
    ['a start before the first quote', 'start_ms', rowWith({ start_ms: '34200000' })],
    ['a horizon of nothing', 'T_sec', rowWith({ T_sec: '0' })],
    ['a horizon of months', 'T_sec', rowWith({ T_sec: '9000000' })],
    ['a horizon that is no number', 'T_sec', rowWith({ T_sec: 'NaN' })],
    ['a side that is none', 'side', rowWith({ side: '0' })],
    ['no size', 'shares', rowWith({ shares: '' })],
    ['a size below zero', 'shares', rowWith({ shares: '-100' })],
    ['an infinite size', 'shares', rowWith({ shares: '1e999' })],
    ['a size of years of volume', 'shares', rowWith({ shares: '1e12' })],
    ['too few values', undefined, 'x,AAA'],
    ['a quote that is not closed', undefined, `"x,AAA,20131007,${TEN_MS},600,1,5000`],
  ])('%s is told by line and field, and the rest goes on', async (_, field, row) => {
    const { status, written, results } = await forecastOf([row, fine], { json: true });
    expect([status, idsOf(written)]).toEqual([0, ['fine']]);
    const [refusal, summary] = results.map((line) => JSON.parse(line) as Readonly<Record<string, object>>);
    expect(results).toHaveLength(2);
    expect(refusal!.refused).toMatchObject({ line: 2, message: expect.any(String), allowed: expect.any(String) });
    expect((refusal!.refused as { field?: string }).field).toBe(field);
    expect(summary!.forecast).toMatchObject({ orders: 2, forecast: 1, refused: 1 });
  });

  it('says a bad row in words on standard error', async () => {
    const { said } = await forecastOf([fine, rowWith({ side: 'HOLD' })]);
    expect(said).toContain('line 3, side: it is "HOLD"; allowed: 1 or BUY, -1 or SELL');
  });

  it.each<[string, readonly string[], string, string]>([
    ['of which no order can be forecast', [rowWith({ side: '' })], HEADER, 'no order could be forecast'],
    ['without a column', ['x,AAA'], 'id,symbol', 'column day is missing'],
    ['of nothing but a header', [], HEADER, 'no order could be forecast'],
  ])('a list %s ends with status 1 and leaves an earlier file as it was', async (_, rows, header, message) => {
    const before = await forecastOf([fine], { out: 'kept.csv' });
    const after = await forecastOf(rows, { header, out: 'kept.csv' });
    expect(after.status).toBe(1);
    expect(after.said.at(-1)).toContain(message);
    expect(after.written).toEqual(before.written);
    expect(existsSync(`${after.out}.unfinished`)).toBe(false);
  });

  it.each<[string, readonly string[], number, string]>([
    ['no list', ['--session', recording, '--out', join(dir, 'x')], 2, '--orders is missing'],
    ['no session', ['--orders', 'x', '--out', join(dir, 'x')], 2, '--session is missing'],
    ['no place', ['--orders', 'x', '--session', recording], 2, '--out is missing'],
    [
      'a list that is not there',
      ['--orders', join(dir, 'nowhere'), '--session', recording, '--out', join(dir, 'x')],
      1,
      'cannot be read (ENOENT)',
    ],
  ])('%s: one line and its status', async (_, args, status, message) => {
    const said: string[] = [];
    const terminal = { result: (line: string) => said.push(line), progress: (line: string) => said.push(line) };
    expect(await runCommandLine(['forecast', ...args], [forecast], terminal)).toBe(status);
    expect(said[0]!.split('\n')[0]).toContain(message);
    expect(existsSync(join(dir, 'x'))).toBe(false);
  });
});
