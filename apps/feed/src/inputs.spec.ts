import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { feedConfig } from '#adapters/config';
import { InstrumentFileError, readInstrumentFile } from '#adapters/instrument-file';
import { Quarantine } from '#adapters/recordings';
import { openMarket } from './open-market.js';
import { UnusableInput } from './unusable-input.js';

describe("the feed's inputs", () => {
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'feed-'));
  });

  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  const fileOf = async (name: string, text: string): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, text);
    return file;
  };

  const openPaths = (...paths: readonly string[]): Promise<unknown> =>
    openMarket(feedConfig({ SESSIONS: JSON.stringify(paths) }), new Quarantine());

  it('are the living market when no recording is given, and it says so', async () => {
    const sessions = await openMarket(feedConfig({ SESSION_SEED: '12' }), new Quarantine());
    expect(sessions.map(({ instrumentId, source }) => [instrumentId, source])).toEqual([
      ['SIM-ALPHA', { kind: 'SIMULATED', name: 'market of agents and dealers, seed 12' }],
      ['SIM-BETA', { kind: 'SIMULATED', name: 'market of agents and dealers, seed 12' }],
    ]);
  });

  it('are refused in one line when a recording is missing or is none', async () => {
    for (const path of [join(folder, 'missing.zip'), await fileOf('note.txt', 'hello')]) {
      const refusal = openPaths(path);
      await expect(refusal).rejects.toBeInstanceOf(UnusableInput);
      await expect(refusal).rejects.toThrow(/^.+: .+$/);
    }
  });

  it('take terms from the instruments file, and none without one', async () => {
    const file = await fileOf('terms.json', '{"AMZN":{"averageDailyVolume":4000000}}');
    expect(await readInstrumentFile(file)).toEqual(new Map([['AMZN', { averageDailyVolume: 4_000_000 }]]));
    expect(await readInstrumentFile(undefined)).toEqual(new Map());
  });

  it.each([
    ['{oops', /terms\.json: .*expected a JSON object/],
    ['{"AMZN":{"averageDailyVolume":-1}}', /terms\.json: .*AMZN \/ averageDailyVolume: expected a number from/],
    ['{"AMZN":{"adv":1}}', /terms\.json: .*AMZN \/ adv: expected one of/],
  ])('are refused in one line when the instruments file says %s', async (text, message) => {
    const refusal = readInstrumentFile(await fileOf('terms.json', text));
    await expect(refusal).rejects.toBeInstanceOf(InstrumentFileError);
    await expect(refusal).rejects.toThrow(message);
  });

  it('are refused in one line when the instruments file cannot be read', async () => {
    await expect(readInstrumentFile(join(folder, 'none.json'))).rejects.toThrow(
      /none\.json: cannot be read \(ENOENT\)$/,
    );
    await expect(readInstrumentFile(folder)).rejects.toThrow(/cannot be read \(EISDIR\)$/);
  });
});
