import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { BACKTEST_COLUMNS } from '../../apps/replay/src/backtest-folder.js';
import { runCommandLine } from '../../apps/replay/src/command-line.js';
import { backtest } from '../../apps/replay/src/commands/backtest.js';
import { markupFaults } from '../factories/markup.js';
import { temporaryFolder, writeLean } from '../factories/recordings/index.js';

const dir = temporaryFolder();
const recording = join(dir, 'lean');
const HEADER = 'id,symbol,day,start_ms,T_sec,side,shares,price';
const TEN_MS = 36_000_000;
const fine = `fine,AAA,20131007,${TEN_MS},600,1,500,`;
let runs = 0;

beforeAll(() => {
  mkdirSync(recording);
  writeLean({ seed: 1, dir: recording, symbol: 'aaa', moments: 1_500, daily: true });
});

const run = async (rows: readonly string[], ...more: readonly string[]) => {
  runs += 1;
  const [orders, out] = [join(dir, `orders-${runs}.csv`), join(dir, `out-${runs}`)];
  writeFileSync(orders, [HEADER, ...rows].join('\n'));
  const [results, said]: [string[], string[]] = [[], []];
  const terminal = { result: (line: string) => results.push(line), progress: (line: string) => said.push(line) };
  const args = ['backtest', '--session', recording, '--orders', orders, '--out', out, ...more];
  return { status: await runCommandLine(args, [backtest], terminal), results, said, out };
};

const tableOf = (out: string): readonly Readonly<Record<string, string>>[] => {
  const [header, ...rows] = readFileSync(join(out, 'orders.csv'), 'utf8').trimEnd().split('\n');
  expect(header!.split(',')).toEqual(BACKTEST_COLUMNS);
  return rows.map((row) => Object.fromEntries(row.split(',').map((value, i) => [BACKTEST_COLUMNS[i]!, value])));
};

describe('replay backtest', () => {
  it('leaves a table, a summary and a page that says first what it rests on', async () => {
    const rows = [fine, `"<b>second</b>",aaa,2013-10-07,${TEN_MS + 500},300,SELL,900,`];
    const { status, results, said, out } = await run(
      rows,
      '--schedule',
      'twap,pov',
      '--tactic',
      'post',
      '--rate',
      '0.3',
    );
    expect(status).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['orders.csv', 'report.html', 'summary.json']);
    expect(results[0]).toContain('2 of 2 orders worked, 0 refused');
    expect(results.at(-1)).toContain('does not react');
    expect(said).toContain('day 1 of 1, 2013-10-07');
    expect(said.at(-1)).toBe('2 of 2 orders, 100 %');
    expect(tableOf(out).map(({ way }) => way)).toEqual(['TWAP', 'POV', 'TWAP', 'POV']);
    const page = readFileSync(join(out, 'report.html'), 'utf8');
    expect(markupFaults(page)).toEqual([]);
    expect(page).not.toMatch(/NaN|Infinity|<script|<b>second|(src|href)="http/);
    expect(page.indexOf('does not react')).toBeLessThan(page.indexOf('What came of it'));
    const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as Readonly<Record<string, unknown>>;
    expect(summary).toMatchObject({ worked: 2, settings: { participationRate: 0.3, tactic: 'POST', seed: 1 } });
    expect((summary.assumptions as readonly string[])[0]).toContain('does not react');
  });

  it('sends orders as they stand without a schedule: a limit order waits, a market order does not', async () => {
    const { out } = await run([`low,AAA,20131007,${TEN_MS},600,1,500,1.00`, fine]);
    const [low, market] = tableOf(out);
    expect(low).toMatchObject({ way: 'AS_STATED', filled: '0', average_price: '', queue_joins: '1', spread_bps: '0' });
    expect(Number(market!.filled)).toBeGreaterThan(0);
    expect(market!.queue_joins).toBe('0');
  });

  it('writes the same bytes for the same seed', async () => {
    const args = ['--schedule', 'twap', '--tactic', 'post-then-take', '--fill', 'probabilistic', '--seed', '9'];
    const files = (out: string): readonly string[] =>
      ['orders.csv', 'report.html', 'summary.json'].map((name) => readFileSync(join(out, name), 'utf8'));
    const [one, two] = [await run([fine], ...args), await run([fine], ...args)];
    expect(files(two.out)).toEqual(files(one.out));
  });

  const rowWith = (change: Readonly<Record<string, string>>): string => {
    const values = fine.split(',');
    return HEADER.split(',')
      .map((name, i) => change[name] ?? values[i]!)
      .join(',');
  };

  it.each<[string, string, string]>([
    ['an unknown symbol', 'symbol', rowWith({ symbol: 'ZZZ' })],
    ['half a share', 'shares', rowWith({ shares: '0.5' })],
    ['a price between two ticks', 'price', rowWith({ price: '14.0012345' })],
    ['a price that is none', 'price', rowWith({ price: '-14' })],
    ['a start before the first quote', 'start_ms', rowWith({ start_ms: '34200000' })],
    ['a start after the close', 'start_ms', rowWith({ start_ms: '57600000' })],
    ['a side that is none', 'side', rowWith({ side: 'HOLD' })],
  ])('%s is told by line and field, and the rest goes on', async (_, field, row) => {
    const { status, results, out } = await run([row, fine], '--json');
    expect(status).toBe(0);
    expect(tableOf(out).map(({ id }) => id)).toEqual(['fine']);
    const [refusal, done] = results.map((line) => JSON.parse(line) as Readonly<Record<string, object>>);
    expect(refusal!.refused).toMatchObject({
      line: 2,
      field,
      message: expect.any(String),
      allowed: expect.any(String),
    });
    expect(done!.backtest).toMatchObject({ orders: 2, worked: 1, refused: 1 });
  });

  it('a limit price beside a schedule is refused', async () => {
    const { status, said } = await run([rowWith({ price: '14' })], '--schedule', 'twap');
    expect(status).toBe(1);
    expect(said).toContain('line 2, price: it is given, and a schedule has no limit; allowed: nothing with a schedule');
  });

  it.each<[string, readonly string[], number, string]>([
    ['--schedule', ['--schedule', 'vwop'], 2, '--schedule is "vwop"; expected twap, vwap, pov, almgren-chriss'],
    ['--schedule', ['--schedule', 'twap,twap'], 2, '--schedule is "twap,twap"; expected each name once'],
    ['--tactic', ['--tactic', 'sweep'], 2, '--tactic is "sweep"; expected take, post, post-then-take'],
    ['--intervals', ['--intervals', '2.5'], 2, '--intervals is "2.5"; expected a whole number from 1 to 10000'],
    ['--rate', ['--rate', '1'], 2, '--rate is "1"; expected a number from 0.001 to 0.9'],
    ['--urgency', ['--urgency', 'high'], 2, '--urgency is "high"; expected a number from 0 to 100'],
    ['--fill', ['--fill', 'lucky'], 2, '--fill is "lucky"; expected auto, risk-averse'],
    ['--fill', ['--fill', 'order-by-order'], 1, '--fill: LEAN AAA 2013-10-07 does not tell orders'],
    ['--queue-exponent', ['--fill', 'probabilistic', '--queue-exponent', '0'], 2, '--queue-exponent is "0"'],
    ['--latency-ms', ['--latency-ms', '1,2'], 2, '--latency-ms is "1,2"; expected one number, or three'],
    ['--latency-ms', ['--latency-ms=-1'], 2, '--latency-ms is "-1"; expected a number from 0 to 60000'],
    ['--fees-bps', ['--fees-bps', '1'], 2, '--fees-bps is "1"; expected two numbers: TAKEN,POSTED'],
    ['--jitter-ms', ['--jitter-ms', 'some'], 2, '--jitter-ms is "some"; expected a number from 0 to 60000'],
    ['--fees-per-unit', ['--fees-per-unit', '1,2,3'], 2, '--fees-per-unit is "1,2,3"; expected two numbers'],
    ['--overlay', ['--overlay', 'magic'], 2, '--overlay is "magic"; expected propagator'],
    ['--seed', ['--seed', 'x'], 2, '--seed is "x"'],
  ])('a wrong %s is told by its name: %j', async (_, args, status, message) => {
    const refused = await run([fine], ...args);
    expect(refused.status).toBe(status);
    expect(refused.said.at(-1)!.split('\n')[0]).toContain(message);
    expect(existsSync(refused.out)).toBe(false);
  });

  it('never touches a folder of something else, and leaves an earlier backtest when nothing can be worked', async () => {
    const before = await run([fine]);
    const table = readFileSync(join(before.out, 'orders.csv'), 'utf8');
    const after = await run([rowWith({ side: '' })], '--out', before.out);
    expect(after.status).toBe(1);
    expect(readFileSync(join(before.out, 'orders.csv'), 'utf8')).toBe(table);
    const other = await run([fine], '--out', dir);
    expect(other.status).toBe(1);
    expect(other.said.at(-1)).toContain('holds something else than a backtest');
  });

  it('docs/backtest.md describes every option and every column', () => {
    const text = readFileSync(join(import.meta.dirname, '../../docs/backtest.md'), 'utf8');
    const described = [...text.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name!);
    const options = [...backtest.usage.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, name]) => `--${name!}`);
    expect([...HEADER.split(','), ...BACKTEST_COLUMNS, ...options].filter((name) => !described.includes(name))).toEqual(
      [],
    );
  });
});
