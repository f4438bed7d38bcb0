import { basename } from 'node:path';
import { type CsvSource } from './csv-source.js';
import { findBeside } from './find-files.js';
import { type FileHead, type RecordingFormat } from './recording-format.js';
import { RecordingError } from './recording-error.js';

/** What one of the CSV files holds of which a stock's day is made up: its lines, and what its name says. */
export interface FileKind {
  /** Every good line of such a file. */
  readonly line: RegExp;
  /** File names, with the groups `symbol`, `year`, `month` and `day`; without the last three in files of many days. */
  readonly names: readonly RegExp[];
  /** For messages: "the trades". */
  readonly what: string;
}

/** One file of a stock's day. */
export interface DayFile<Kind extends string> {
  readonly source: CsvSource;
  readonly kind: Kind;
  /** In capitals. */
  readonly symbol: string;
  /** YYYY-MM-DD, New York; of a file of many days, empty. */
  readonly date: string;
  /** Of most of the first lines. */
  readonly columns: number;
}

/** The files of one instrument's day, by kind. */
export interface DayFiles<Kind extends string> {
  readonly symbol: string;
  readonly date: string;
  readonly files: ReadonlyMap<Kind, DayFile<Kind>>;
}

/**
 * The kind that most of a file's first lines have, tried in the order of `kinds`, with symbol and day by the file's own
 * name or else its archive's; undefined when no line is of any kind. Throws UNNAMED_RECORDING.
 */
export const recogniseDayFile = <Kind extends string>(
  kinds: Readonly<Record<Kind, FileKind>>,
  source: CsvSource,
  head: FileHead,
): DayFile<Kind> | undefined => {
  const votes = new Map<string, { kind: Kind; columns: number; count: number }>();
  for (const line of head.lines) {
    const kind = (Object.keys(kinds) as Kind[]).find((name) => kinds[name].line.test(line));
    if (kind === undefined) continue;
    const columns = line.split(',').length;
    const key = `${kind} ${columns}`;
    votes.set(key, { kind, columns, count: (votes.get(key)?.count ?? 0) + 1 });
  }
  const [most] = [...votes.values()].sort((a, b) => b.count - a.count);
  if (most === undefined) return undefined;
  const { kind, columns } = most;
  return { source, kind, columns, ...nameOf(source, kinds[kind].names) };
};

const nameOf = (source: CsvSource, patterns: readonly RegExp[]): { readonly symbol: string; readonly date: string } => {
  for (const name of [source.name, basename(source.path)]) {
    for (const pattern of patterns) {
      const groups = pattern.exec(name)?.groups;
      if (groups === undefined) continue;
      const { symbol = '', year = '', month = '', day = '' } = groups;
      return { symbol: symbol.toUpperCase(), date: year === '' ? '' : `${year}-${month}-${day}` };
    }
  }
  throw new RecordingError(
    'UNNAMED_RECORDING',
    source.path,
    `"${source.name}" names no symbol and day, as AMZN_2012-06-21_..._message_5.csv or 20131007_bac_Trade_Tick.csv do`,
  );
};

/** Gathers files into days, ordered by day and symbol. Throws DUPLICATE_SESSION when two claim one place. */
export const groupByDay = <Kind extends string>(files: readonly DayFile<Kind>[]): readonly DayFiles<Kind>[] => {
  const days = new Map<string, DayFiles<Kind> & { readonly files: Map<Kind, DayFile<Kind>> }>();
  for (const file of files) {
    const key = `${file.date} ${file.symbol}`;
    const day = days.get(key) ?? { symbol: file.symbol, date: file.date, files: new Map<Kind, DayFile<Kind>>() };
    days.set(key, day);
    const other = day.files.get(file.kind);
    if (other !== undefined) {
      throw new RecordingError(
        'DUPLICATE_SESSION',
        file.source.path,
        `${key} is also in ${other.source.path}: give one`,
      );
    }
    day.files.set(file.kind, file);
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day);
};

/** A format whose files are those of a stock's day. */
export interface DayFormat<Kind extends string> extends RecordingFormat<DayFile<Kind>> {
  readonly kinds: Readonly<Record<Kind, FileKind>>;
}

/** A file of one of `kinds` of the day: from the files that were given or from beside them. Throws MISSING_PARTNER when it is nowhere. */
export const partner = async <Kind extends string>(
  format: DayFormat<Kind>,
  day: DayFiles<Kind>,
  ...kinds: readonly [Kind, ...Kind[]]
): Promise<DayFile<Kind>> => {
  const given = kinds.map((kind) => day.files.get(kind)).find((file) => file !== undefined);
  if (given !== undefined) return given;
  const known = firstFile(day);
  const beside = await findBeside(known.source.path, format, partnersNamed(basename(known.source.path)));
  for (const kind of kinds) {
    const found = beside.find((file) => file.kind === kind && file.symbol === day.symbol && file.date === day.date);
    if (found !== undefined) return found;
  }
  const [has, lacks] = [format.kinds[known.kind].what, format.kinds[kinds[0]].what];
  throw new RecordingError(
    'MISSING_PARTNER',
    known.source.path,
    `holds only ${has} of ${day.symbol} ${day.date}; ${lacks} lie in no file beside it or given with it`,
  );
};

/** A file of the day: a day has at least one. */
export const firstFile = <Kind extends string>({ files }: DayFiles<Kind>): DayFile<Kind> => {
  const [file] = files.values();
  return file!;
};

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
