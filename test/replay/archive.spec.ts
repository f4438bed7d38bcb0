import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type MarketEvent } from '#domain/market-data';
import { MARKET_ARCHIVE } from '#adapters/parquet';
import { openSessions, Quarantine } from '#adapters/recordings';
import { runCommandLine } from '../../apps/replay/src/command-line.js';
import { archive } from '../../apps/replay/src/commands/archive.js';
import { temporaryFolder, writeLean, writeLobster } from '../factories/recordings/index.js';

const dir = temporaryFolder();

const run = async (...args: string[]): Promise<{ status: number; results: string[]; said: string[] }> => {
  const [results, said]: [string[], string[]] = [[], []];
  const terminal = { result: (line: string) => results.push(line), progress: (line: string) => said.push(line) };
  const status = await runCommandLine(['archive', ...args], [archive], terminal);
  return { status, results, said };
};

const eventsOf = async (path: string): Promise<readonly MarketEvent[]> => {
  const opened = await openSessions([path], new Quarantine(), [MARKET_ARCHIVE]);
  if (!opened.ok) throw opened.error;
  const events: MarketEvent[] = [];
  for (const session of opened.value) {
    for await (const batch of session.events()) events.push(...batch.toEvents());
  }
  return events;
};

describe('replay archive', () => {
  const lean = writeLean({ seed: 1, dir, symbol: 'aaa', moments: 300 });
  const lobster = writeLobster({ seed: 2, dir, symbol: 'BBB', levels: 3, messages: 300 });
  const out = join(dir, 'archive');

  it('writes recordings that play as the originals do', async () => {
    const { status, results } = await run(
      '--session',
      lean.trades,
      '--session',
      lobster.paths[0]!,
      '--venue',
      'us',
      '--out',
      out,
    );
    expect(status).toBe(0);
    expect(results).toHaveLength(2);
    expect(await eventsOf(join(out, 'venue=us', 'symbol=AAA'))).toEqual(await eventsOf(lean.trades));
    expect(await eventsOf(join(out, 'venue=us', 'symbol=BBB'))).toEqual(await eventsOf(lobster.paths[0]!));
  });

  it('says what it set aside', async () => {
    const { said } = await run('--session', lean.trades, '--venue', 'elsewhere', '--out', out);
    expect(said.at(-1)).toBe(`set aside as SUSPICIOUS: ${lean.suspicious} rows`);
  });

  it.each<[string, readonly string[], number, RegExp]>([
    ['no venue', ['--session', lean.trades, '--out', out], 2, /--venue is missing/],
    ['a venue of nothing', ['--session', lean.trades, '--out', out, '--venue', ' '], 2, /--venue is empty/],
    ['no recording', ['--venue', 'us', '--out', out], 2, /--session is missing/],
    [
      'a recording that is not there',
      ['--session', join(dir, 'none'), '--venue', 'us', '--out', out],
      1,
      /no such file/,
    ],
    ['what is archived already', ['--session', lean.trades, '--venue', 'us', '--out', out], 1, /AAA/],
  ])('refuses %s in one line', async (_, args, status, message) => {
    const refused = await run(...args);
    expect(refused.status).toBe(status);
    expect(refused.said.join('\n')).toMatch(message);
  });
});
