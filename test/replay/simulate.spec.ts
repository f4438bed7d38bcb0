import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { importOrders } from '#application/import-orders';
import { LIQUID_STOCK } from '#domain/simulation';
import { MARKET_ARCHIVE } from '#adapters/parquet';
import { openSessions, Quarantine } from '#adapters/recordings';
import { csvTable } from '#adapters/csv';
import { runCommandLine } from '../../apps/replay/src/command-line.js';
import { simulate } from '../../apps/replay/src/commands/simulate.js';
import { temporaryFolder } from '../factories/recordings/index.js';

const dir = temporaryFolder();

const run = async (...args: string[]): Promise<{ status: number; results: string[]; said: string[] }> => {
  const [results, said]: [string[], string[]] = [[], []];
  const terminal = { result: (line: string) => results.push(line), progress: (line: string) => said.push(line) };
  const status = await runCommandLine(['simulate', ...args], [simulate], terminal);
  return { status, results, said };
};

const files = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length), readFileSync(path).toString('base64')]),
  );

describe('replay simulate', () => {
  it('writes sessions that play, labelled as simulated, the same bytes for the same seed', async () => {
    const [one, two] = [join(dir, 'one'), join(dir, 'two')];
    const { status, results, said } = await run('--out', one, '--minutes', '5');
    expect(status).toBe(0);
    expect(results).toEqual([
      expect.stringMatching(/^market of agents, seed 1, 2025-01-02: \d+ events in venue=simulated/),
    ]);
    expect(said).toContain('history: day 20 of 20');
    const again = await run('--out', two, '--minutes', '5', '--json');
    expect(again.results.map((line) => (JSON.parse(line) as { session: { name: string } }).session.name)).toEqual([
      'market of agents, seed 1, 2025-01-02',
    ]);
    expect(files(two)).toEqual(files(one));
    const opened = await openSessions([one], new Quarantine(), [MARKET_ARCHIVE]);
    if (!opened.ok) throw opened.error;
    expect(opened.value.map(({ source, depth }) => [source.kind, depth])).toEqual([['SIMULATED', 'ORDERS']]);
  });

  it('works parent orders, and tells them as the tables of a desk', async () => {
    const [days, parents] = [join(dir, 'worked'), join(dir, 'parents')];
    const { status } = await run('--out', days, '--parents', parents, '--parent-minutes', '2-4', '--minutes', '30');
    expect(status).toBe(0);
    const [orders, fills] = ['orders.csv', 'fills.csv'].map((name) =>
      csvTable(name, readFileSync(join(parents, name), 'utf8')),
    );
    const imported = importOrders(orders!, fills!);
    if (!imported.ok) throw new Error(imported.error.message);
    expect(imported.value.refused).toEqual([]);
    expect(imported.value.accepted.length).toBeGreaterThan(0);
    for (const { order, filledUnits } of imported.value.accepted) {
      expect(filledUnits).toBe(order.quantityUnits);
      const horizonSeconds = Number(order.end - order.arrival) / 1e9;
      expect(horizonSeconds).toBeGreaterThanOrEqual(120);
      expect(horizonSeconds).toBeLessThanOrEqual(240);
    }
  });

  it('refuses a report that cannot be written before anything is simulated', async () => {
    const { status, said } = await run('--out', join(dir, 'three'), '--minutes', '5', '--report', dir);
    expect(status).toBe(1);
    expect(said).toEqual([expect.stringMatching(/--report .* is a folder; expected a file/)]);
  });

  it('refuses a market that is none by the path of its parameter', async () => {
    const file = join(dir, 'market.json');
    writeFileSync(file, JSON.stringify({ ...LIQUID_STOCK, tickSize: 0 }));
    const { status, said } = await run('--out', join(dir, 'five'), '--parameters', file);
    expect(status).toBe(1);
    expect(said).toEqual([expect.stringMatching(/--parameters .*: tickSize must be positive and finite, got 0/)]);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['no folder', [], /--out is missing/],
    ['no day', ['--out', dir, '--days', '0'], /--days is "0"; expected a whole number from 1 to 250/],
    [
      'a part of a minute',
      ['--out', dir, '--minutes', '7.5'],
      /--minutes is "7.5"; expected a whole number from 5 to 390/,
    ],
    [
      'horizons that end before they begin',
      ['--out', dir, '--parents', dir, '--parent-minutes', '9-3'],
      /such as 3-30/,
    ],
    ['horizons of no orders', ['--out', dir, '--parent-minutes', '3-30'], /--parents are: give both/],
    ['no name', ['--out', dir, '--instrument', ' '], /--instrument is empty/],
  ])('%s is a mistake of typing', async (_, args, message) => {
    const { status, said } = await run(...args);
    expect(status).toBe(2);
    expect(said.join('\n')).toMatch(message);
  });
});
