import { BINANCE } from './binance/binance-recordings.js';
import { BITSTAMP } from './bitstamp/bitstamp-recordings.js';
import { LEAN } from './lean/lean-recordings.js';
import { LOBSTER } from './lobster/lobster-recordings.js';
import { type RecordingFormat } from './recording-format.js';

/** Every format that can be played. A file is of the first that recognises it. */
export const FORMATS: readonly RecordingFormat[] = [LOBSTER, LEAN, BINANCE, BITSTAMP];
