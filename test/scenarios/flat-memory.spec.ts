import { expect, it } from '@jest/globals';
import { temporaryFolder, writeBinance } from '../factories/recordings/index.js';
import { spawnTypescript } from '../factories/typescript-process/index.js';

const DAYS = 10;
/** Compiled code grows by half of it; where one book of each day was kept, 2.9 MB were counted. */
const GROWTH_BYTES_MAX = 1.5e6;

const dir = temporaryFolder();

it('a replay of ten days holds no more after the last than after the second', async () => {
  for (let day = 1; day <= DAYS; day += 1) {
    // Days in a row would be one session.
    const from = `2023-${String(day).padStart(2, '0')}-05T10:00:00Z`;
    writeBinance({ seed: day, dir, from, seconds: 120, updates: 1000 });
    writeBinance({ seed: -day, dir, from, seconds: 120, updates: 1000, symbol: 'ETHUSDT' });
  }
  const child = spawnTypescript('test/scenarios/play-days-worker.ts', { RECORDINGS: dir });
  expect(await child.ended).toBe(0);
  const held = JSON.parse(child.output()) as readonly number[];
  expect(held).toHaveLength(DAYS);
  expect(held.at(-1)! - held[1]!).toBeLessThan(GROWTH_BYTES_MAX);
});
