import { basename } from 'node:path';
import { CsvReader } from './csv-reader.js';
import { type CsvSource } from './csv-source.js';

/** One line of each format, tried in this order; a file is of the format that most of its first lines have. */
const LINES = {
  LOBSTER_MESSAGES: /^\d+(\.\d+)?,[1-7],-?\d+,\d+,-?\d+,-?1$/,
  LOBSTER_ORDER_BOOK: /^-?\d+,\d+,-?\d+,\d+(,-?\d+,\d+,-?\d+,\d+)*$/,
  LEAN_TRADES: /^\d+(\.\d+)?,\d+,\d+,[A-Za-z]*,[0-9a-fA-F]+,[01]$/,
  LEAN_QUOTES: /^\d+(\.\d+)?,\d+,\d+,\d+,\d+,[A-Za-z]*,[0-9a-fA-F]*,[01]$/,
  LEAN_QUOTE_BARS: /^\d+(,\d+){10}$/,
  LEAN_DAILY: /^\d{8} \d{2}:\d{2}(,\d+){5}$/,
} as const;

export type Format = keyof typeof LINES;

/** A file whose format, instrument and day are known. */
export interface RecordedFile {
  readonly source: CsvSource;
  readonly format: Format;
  /** In capitals. */
  readonly symbol: string;
  /** YYYY-MM-DD, New York; of daily bars, empty: they are of many days. */
  readonly date: string;
  /** Of most of the first lines. */
  readonly columns: number;
}

const HEAD_LINES = 20;

/** The format of a file by its first lines; undefined when it is none that is known. Throws RecordingError when it breaks. */
export const recogniseFormat = async (
  source: CsvSource,
): Promise<{ readonly format: Format; readonly columns: number } | undefined> => {
  const votes = new Map<string, { format: Format; columns: number; count: number }>();
  const reader = new CsvReader(source);
  try {
    while (reader.line < HEAD_LINES && (await reader.advance())) {
      const format = formatOf(reader.text());
      if (format === undefined) continue;
      const { columns } = reader;
      const key = `${format} ${columns}`;
      votes.set(key, { format, columns, count: (votes.get(key)?.count ?? 0) + 1 });
    }
  } finally {
    reader.close();
  }
  return [...votes.values()].sort((a, b) => b.count - a.count)[0];
};

const formatOf = (line: string): Format | undefined =>
  (Object.keys(LINES) as Format[]).find((format) => LINES[format].test(line));

// `AMZN_2012-06-21_34200000_57600000_message_5.csv`
const LOBSTER_NAME = /^(?<symbol>[A-Za-z0-9.-]+)_(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})_/;
// `20131007_bac_Trade_Tick.csv` inside its archive, `bac_20131007_trade.csv` outside.
const LEAN_NAMES = [
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})_(?<symbol>[A-Za-z0-9.-]+)_/,
  /^(?<symbol>[A-Za-z0-9.-]+)_(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})_/,
];
// `bac.csv`, `bac_daily.csv`
const DAILY_NAME = /^(?<symbol>[A-Za-z0-9.-]+?)(?:_daily)?\.(?:csv|zip)$/;

/** Symbol and day as the file's own name, or else its archive's, says them; undefined when neither does. */
export const nameOf = (source: CsvSource, format: Format): Pick<RecordedFile, 'symbol' | 'date'> | undefined => {
  for (const name of [source.name, basename(source.path)]) {
    for (const pattern of patternsOf(format)) {
      const groups = pattern.exec(name)?.groups;
      if (groups === undefined) continue;
      const { symbol = '', year = '', month = '', day = '' } = groups;
      return { symbol: symbol.toUpperCase(), date: year === '' ? '' : `${year}-${month}-${day}` };
    }
  }
  return undefined;
};

const patternsOf = (format: Format): readonly RegExp[] => {
  if (format === 'LEAN_DAILY') return [DAILY_NAME];
  return format.startsWith('LOBSTER') ? [LOBSTER_NAME] : LEAN_NAMES;
};
