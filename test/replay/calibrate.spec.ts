import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { parseMarket } from '#domain/simulation';
import { runCommandLine } from '../../apps/replay/src/command-line.js';
import { calibrate } from '../../apps/replay/src/commands/calibrate.js';
import { simulate } from '../../apps/replay/src/commands/simulate.js';
import { temporaryFolder } from '../factories/recordings/index.js';

// A calibration simulates what it has fitted, to hold it against the recording.
jest.setTimeout(300_000);

const dir = temporaryFolder();

const run = async (...args: string[]): Promise<{ status: number; results: string[]; said: string[] }> => {
  const [results, said]: [string[], string[]] = [[], []];
  const terminal = { result: (line: string) => results.push(line), progress: (line: string) => said.push(line) };
  const status = await runCommandLine(args, [calibrate, simulate], terminal);
  return { status, results, said };
};

const text = (name: string): string => readFileSync(join(dir, name), 'utf8');

describe('replay calibrate', () => {
  it('fits a market that simulate takes, and shows it beside the recording', async () => {
    await run('simulate', '--out', join(dir, 'recorded'), '--minutes', '20', '--instrument', 'TESTED');
    const fitted = await run('calibrate', '--session', join(dir, 'recorded'), '--out', join(dir, 'fitted'), '--json');
    expect(fitted.said).toContain('simulated: session 4 of 4');
    expect(fitted.status).toBe(0);

    const { calibration } = JSON.parse(fitted.results[0]!) as { calibration: { figures: readonly unknown[] } };
    const { figures } = JSON.parse(text('fitted/fit.json')) as { figures: readonly unknown[] };
    expect(figures).toEqual(calibration.figures);
    expect(figures.length).toBeGreaterThan(10);
    expect(parseMarket(text('fitted/parameters.json')).ok).toBe(true);
    expect(text('fitted/report.html')).toMatch(/^<!doctype html>[\s\S]*simulated/i);
    expect(text('fitted/report.html')).not.toMatch(/<script[^>]* src=|<link|https?:\/\/(?!www\.w3\.org)/);

    const parameters = join(dir, 'fitted', 'parameters.json');
    const again = await run('simulate', '--out', join(dir, 'again'), '--minutes', '5', '--parameters', parameters);
    expect(again.status).toBe(0);
  });

  it('says which instruments there are where the one named is not', async () => {
    const [session, out] = [join(dir, 'recorded'), join(dir, 'none')];
    const { status, said } = await run('calibrate', '--session', session, '--out', out, '--instrument', 'OTHER');
    expect(status).toBe(1);
    expect(said).toEqual([expect.stringMatching(/--instrument OTHER; the recordings hold TESTED/)]);
  });

  it('refuses before it begins where there is nothing to read or to write', async () => {
    expect(await run('calibrate', '--out', dir)).toMatchObject({
      status: 2,
      said: [expect.stringMatching(/--session is missing/)],
    });
    expect(await run('calibrate', '--session', dir)).toMatchObject({
      status: 2,
      said: [expect.stringMatching(/--out is missing/)],
    });
  });
});
