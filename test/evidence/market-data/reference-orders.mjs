import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

export const REFERENCE_FILE = 'metaorders/dev_bac_aig_d1_d4.csv.gz';

/** The labels of our orders by the columns of the reference. */
export const LABEL_COLUMNS = {
  slippage: 'slippageBps',
  peak: 'peakBps',
  perm1: 'perm1Bps',
  perm5: 'perm5Bps',
  perm15: 'perm15Bps',
};

/** The orders of the reference as objects of numbers and texts; an empty column is NaN. */
export const referenceOrders = async (recordings) => {
  const [header, ...lines] = gunzipSync(await readFile(recordings.path(REFERENCE_FILE)))
    .toString('latin1')
    .trim()
    .split('\n');
  const names = header.trim().split(',');
  return lines.map((line) =>
    Object.fromEntries(
      line
        .trim()
        .split(',')
        .map((cell, i) => [names[i], valueOf(names[i], cell)]),
    ),
  );
};

const TEXTS = new Set(['id', 'def', 'config', 'symbol', 'day']);
const valueOf = (name, cell) => (TEXTS.has(name) ? cell : cell === '' ? NaN : Number(cell));

/** The symbol and day of a LEAN trade file. */
export const dayOf = (path) => {
  const [, symbol, day] = /(\w+)_(\d{8})_trade/.exec(path);
  return { symbol, day };
};
