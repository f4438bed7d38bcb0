import { basename } from 'node:path';
import { readingError, type CsvSource } from '../csv-source.js';
import { RecordingError } from '../recording-error.js';
import { type RecordingFormat } from '../recording-format.js';
import { bitstampSession } from './bitstamp-session.js';
import { type BitstampDays } from './bitstamp-tape.js';

const LINE = /^\d+,(?<receiveMs>\d{13}),\d{13},\d+(\.\d+)?,\d+,(created|changed|deleted),(bid|ask)$/;
// `btcusd_orders_20150501_00-16h.csv`
const NAME = /^(?<symbol>[A-Za-z0-9]{6,12})_/;
/** What a recording is of that does not say it: neither its rows nor a name like orders.csv do. */
const USUAL_SYMBOL = 'BTCUSD';
const DAY_MS = 86_400_000;
const NS_PER_MS = 1e6;
/** A few rows. */
const TAIL_CHARACTERS = 1000;

/** One file, and the instrument it is of. */
interface BitstampFile {
  readonly source: CsvSource;
  readonly symbol: string;
  /** Time of its first row, Unix. */
  readonly firstMs: number;
}

interface BitstampSpan extends BitstampFile {
  readonly lastMs: number;
}

/** Bitstamp order files as ob-analytics records them: every order of a spot market that never closes. */
export const BITSTAMP: RecordingFormat<BitstampFile> = {
  files: 'Bitstamp order files',
  recognise: (source, { lines }) => {
    const [firstMs] = timesOf(lines);
    return firstMs === undefined ? undefined : { source, symbol: symbolOf(source), firstMs };
  },
  open: async (files, quarantine) => {
    const spans = await Promise.all(files.map(async (file) => ({ ...file, lastMs: await lastTime(file) })));
    return stretches(spans).map((stretch) => bitstampSession(stretch[0]!.symbol, daysOf(stretch), quarantine));
  },
};

const symbolOf = (source: CsvSource): string => {
  const groups = NAME.exec(source.name)?.groups ?? NAME.exec(basename(source.path))?.groups;
  return groups?.symbol?.toUpperCase() ?? USUAL_SYMBOL;
};

/** The times of those of the lines that are rows, without any that is a day away from the middle one: a row may be spoilt. */
const timesOf = (lines: readonly string[]): readonly number[] => {
  const times = lines.flatMap((line) => LINE.exec(line)?.groups?.receiveMs ?? []).map(Number);
  const middle = [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
  return times.filter((time) => Math.abs(time - middle!) < DAY_MS);
};

/**
 * The last row's time: nothing but the end of a file says how many days it is of. Of a file that breaks before its end
 * the last that can be read; playing it says so, when what there is has been played.
 */
const lastTime = async ({ source, firstMs }: BitstampFile): Promise<number> => {
  let tail = '';
  try {
    for await (const chunk of await source.open()) tail = (tail + chunk.toString('latin1')).slice(-TAIL_CHARACTERS);
  } catch (error) {
    const known = readingError(source, error);
    if (known.code !== 'CUT_SHORT' && known.code !== 'BROKEN_FILE') throw known;
  }
  return Math.max(firstMs, timesOf(tail.split(/\r?\n/)).at(-1) ?? firstMs);
};

/** Files of one instrument whose days follow each other without a day between them. Throws DUPLICATE_SESSION on overlap. */
const stretches = (spans: readonly BitstampSpan[]): readonly (readonly BitstampSpan[])[] => {
  const ordered = [...spans].sort((a, b) =>
    a.symbol === b.symbol ? a.firstMs - b.firstMs : a.symbol < b.symbol ? -1 : 1,
  );
  const found: BitstampSpan[][] = [];
  for (const span of ordered) {
    const before = found.at(-1)?.at(-1);
    if (before === undefined || !follows(span, before)) found.push([span]);
    else found.at(-1)!.push(span);
  }
  return found;
};

const follows = (span: BitstampSpan, before: BitstampSpan): boolean => {
  if (span.symbol !== before.symbol || midnightBefore(span.firstMs) > midnightAfter(before.lastMs)) return false;
  if (span.firstMs >= before.lastMs) return true;
  throw new RecordingError(
    'DUPLICATE_SESSION',
    span.source.path,
    `${span.symbol} of the same time is also in ${before.source.path}: give one`,
  );
};

const daysOf = (stretch: readonly BitstampSpan[]): BitstampDays => {
  const originMs = midnightBefore(stretch[0]!.firstMs);
  return {
    sources: stretch.map(({ source }) => source),
    originMs,
    endNs: (midnightAfter(stretch.at(-1)!.lastMs) - originMs) * NS_PER_MS,
  };
};

const midnightBefore = (unixMs: number): number => unixMs - (unixMs % DAY_MS);
const midnightAfter = (unixMs: number): number => midnightBefore(unixMs) + DAY_MS;
