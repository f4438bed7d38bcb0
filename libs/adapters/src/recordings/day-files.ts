import { basename } from 'node:path';
import { findBeside } from './find-files.js';
import { type Format, type RecordedFile } from './recognise.js';
import { RecordingError } from './recording-error.js';

/** The files of one instrument's day, by format. */
export interface DayFiles {
  readonly symbol: string;
  readonly date: string;
  readonly files: ReadonlyMap<Format, RecordedFile>;
}

/** Gathers files into days; the same file given twice counts once. Throws DUPLICATE_SESSION when two claim one place. */
export const groupByDay = (files: readonly RecordedFile[]): readonly DayFiles[] => {
  const days = new Map<string, DayFiles & { readonly files: Map<Format, RecordedFile> }>();
  for (const file of files) {
    const key = `${file.date} ${file.symbol}`;
    const day = days.get(key) ?? { symbol: file.symbol, date: file.date, files: new Map<Format, RecordedFile>() };
    days.set(key, day);
    const other = [...day.files.values()].find((known) => claimTheSame(known, file));
    if (other !== undefined && !isSame(other, file)) {
      throw new RecordingError(
        'DUPLICATE_SESSION',
        file.source.path,
        `${key} is also in ${other.source.path}: give one`,
      );
    }
    day.files.set(file.format, file);
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day);
};

/** One format of a day, from the files that were given or from beside them. Throws MISSING_PARTNER when it is nowhere. */
export const partner = async (day: DayFiles, ...formats: readonly Format[]): Promise<RecordedFile> => {
  const [known] = [...day.files.values()];
  const given = formats.map((format) => day.files.get(format)).find((file) => file !== undefined);
  if (given !== undefined) return given;
  const beside = await findBeside(known!.source.path, partnersNamed(basename(known!.source.path)));
  for (const format of formats) {
    const found = beside.find((file) => file.format === format && file.symbol === day.symbol && file.date === day.date);
    if (found !== undefined) return found;
  }
  throw new RecordingError(
    'MISSING_PARTNER',
    known!.source.path,
    `holds only ${WHAT[known!.format]} of ${day.symbol} ${day.date}; ${WHAT[formats[0]!]} lie in no file beside it or given with it`,
  );
};

const WHAT: Readonly<Record<Format, string>> = {
  LOBSTER_MESSAGES: 'the messages',
  LOBSTER_ORDER_BOOK: 'the order-book rows',
  LEAN_TRADES: 'the trades',
  LEAN_QUOTES: 'the quotes',
  LEAN_QUOTE_BARS: 'the quotes',
  LEAN_DAILY: 'the daily bars',
};

const isLobster = ({ format }: RecordedFile): boolean => format.startsWith('LOBSTER');

const claimTheSame = (a: RecordedFile, b: RecordedFile): boolean =>
  a.format === b.format || isLobster(a) !== isLobster(b);

const isSame = (a: RecordedFile, b: RecordedFile): boolean =>
  a.format === b.format && a.source.path === b.source.path && a.source.name === b.source.name;

/**
 * Whether a file name is that of the other half of a pair: `..._message_5.csv` and `..._orderbook_5.csv`,
 * `bac_20131007_trade.zip` and `bac_20131007_quote.zip` or `bac_20131007_quote_1s.zip`.
 */
const partnersNamed = (name: string): ((other: string) => boolean) => {
  const lower = name.toLowerCase();
  const [, before, word, after] = /^(.*)(message|orderbook|trade|quote)(.*)$/.exec(lower) ?? [];
  switch (word) {
    case 'message':
      return (other) => other.toLowerCase() === `${before}orderbook${after}`;
    case 'orderbook':
      return (other) => other.toLowerCase() === `${before}message${after}`;
    case 'trade':
      return (other) => other.toLowerCase().startsWith(`${before}quote`);
    case 'quote':
      return (other) => other.toLowerCase().startsWith(`${before}trade`);
    default:
      return () => false;
  }
};
