import { binanceBest } from './binance-best.mjs';
import { bitstampSizes } from './bitstamp-sizes.mjs';
import { impactExponent } from './impact-exponent.mjs';
import { lobsterBook } from './lobster-book.mjs';
import { metaorderDistribution } from './metaorder-distribution.mjs';
import { ofi } from './ofi.mjs';
import { windowLabels } from './window-labels.mjs';

export const title = 'Market data and training sets';

export const introduction =
  'Whether the books that are built from recordings are right, what the tapes say of order flow and impact, and whether the ' +
  'orders that are cut out of them are those of the reference. Intervals are 95 % percentiles over resampled 5-minute ' +
  'blocks (half hours for the mean over half hours). Seeds are fixed: the same recordings give the same figures.';

/** Each states the recordings it needs; `withoutRecordings` is what can be said on the synthetic market instead. */
export const parts = [
  lobsterBook,
  binanceBest,
  bitstampSizes,
  ofi,
  impactExponent,
  windowLabels,
  metaorderDistribution,
];
