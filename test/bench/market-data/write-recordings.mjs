import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeBinance } from '../../factories/recordings/binance.ts';
import { writeLean } from '../../factories/recordings/lean.ts';
import { readPart } from './part.mjs';

// `node --conditions=source --import REGISTER write-recordings.mjs FOLDER [--quick]`: the recordings that a bench plays.
const { folder, quick } = readPart();
const [binance, lean] = [join(folder, 'binance'), join(folder, 'lean')];
await Promise.all([mkdir(binance), mkdir(lean)]);
writeBinance({
  seed: 1,
  dir: binance,
  symbol: 'ABCUSDT',
  from: '2024-07-18T12:00:00Z',
  updates: quick ? 40_000 : 150_000,
  seconds: quick ? 160 : 600,
});
writeLean({ seed: 1, dir: lean, moments: quick ? 40_000 : 300_000, daily: true });
