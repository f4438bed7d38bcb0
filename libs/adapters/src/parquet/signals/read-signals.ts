import { open } from 'node:fs/promises';
import { SignalTable, type SignalRow } from '#domain/features';
import { type QuarantinedRow } from '#domain/market-data';
import { ParquetError, parquetError } from '../parquet-error.js';
import { isParquet } from '../parquet-file.js';
import { readParquet } from '../read-parquet.js';
import { csvFields } from './csv-fields.js';
import { parseSignal, SIGNAL_COLUMNS, type SignalFields } from './signal-fields.js';

export interface ReadSignals {
  readonly rows: readonly SignalRow[];
  /** The rows that are none, with their number (of a CSV file its line) and what is wrong with them. */
  readonly quarantined: readonly QuarantinedRow[];
}

/**
 * Reads a file of signals, CSV with a header or Parquet, into memory. A row that is not as it must be is set aside; a column
 * that is missing, or that nobody knows, is a ParquetError, as is a file that cannot be read.
 */
export const readSignals = async (path: string): Promise<ReadSignals> => {
  const rows: SignalRow[] = [];
  const quarantined: QuarantinedRow[] = [];
  for await (const { line, text, fields } of (await isParquet(path)) ? parquetRows(path) : csvRows(path)) {
    const parsed = fields === undefined ? WRONG_COUNT : parseSignal(fields);
    if (parsed.ok) rows.push(parsed.value);
    else quarantined.push({ file: path, line, reason: parsed.error, text });
  }
  return { rows, quarantined };
};

/** The signals of a file, as of any time; none without a file. What is set aside is told row by row. Throws as `readSignals` does. */
export const readSignalTable = async (
  path: string | undefined,
  setAside: (row: QuarantinedRow) => void,
): Promise<SignalTable> => {
  if (path === undefined) return new SignalTable([]);
  const { rows, quarantined } = await readSignals(path);
  quarantined.forEach(setAside);
  return new SignalTable(rows);
};

interface FileRow {
  readonly line: number;
  readonly text: string;
  /** Undefined where there are more or fewer than columns. */
  readonly fields: SignalFields | undefined;
}

const NAME_LENGTH_SHOWN = 40;
const WRONG_COUNT = { ok: false, error: 'expected as many fields as the header has' } as const;
const REQUIRED = SIGNAL_COLUMNS.filter((column) => column !== 'event_time');

async function* csvRows(path: string): AsyncGenerator<FileRow> {
  let header: readonly string[] | undefined;
  let line = 0;
  for await (const text of linesOf(path)) {
    line += 1;
    if (text.trim() === '') continue;
    const values = csvFields(text);
    if (header === undefined) {
      header = values;
      checkColumns(path, header);
      continue;
    }
    const pairs = header.map((name, i) => [name, values[i]]);
    yield {
      line,
      text,
      fields: values.length === header.length ? (Object.fromEntries(pairs) as SignalFields) : undefined,
    };
  }
  if (header === undefined) checkColumns(path, []);
}

async function* parquetRows(path: string): AsyncGenerator<FileRow> {
  const { rowCount, columns } = await readParquet(path);
  checkColumns(
    path,
    columns.map(({ name }) => name),
  );
  for (let row = 0; row < rowCount; row += 1) {
    const pairs = columns.map(({ name, values }) => [name, missingAsNull(values[row])]);
    const fields = Object.fromEntries(pairs) as SignalFields;
    const text = Object.values(fields).map(String).join(',');
    yield { line: row + 1, text, fields };
  }
}

const missingAsNull = (value: unknown): unknown => (Number.isNaN(value) ? null : value);

async function* linesOf(path: string): AsyncGenerator<string> {
  try {
    const file = await open(path);
    for await (const line of file.readLines({ encoding: 'utf8' })) yield line.replace(/^\uFEFF/, '');
  } catch (error) {
    throw parquetError(path, error);
  }
}

const checkColumns = (path: string, found: readonly string[]): void => {
  const allowed = `expected ${SIGNAL_COLUMNS.join(', ')}`;
  const unknown = found.find(
    (name, i) => !(SIGNAL_COLUMNS as readonly string[]).includes(name) || found.indexOf(name) !== i,
  );
  if (unknown !== undefined)
    throw new ParquetError('UNKNOWN_COLUMN', path, `column ${shown(unknown)} is unknown or twice; ${allowed}`);
  const missing = REQUIRED.find((name) => !found.includes(name));
  if (missing !== undefined) throw new ParquetError('MISSING_COLUMN', path, `column ${missing} is missing; ${allowed}`);
};

/** A file of something else may have anything where a name should be. */
const shown = (name: string): string =>
  JSON.stringify(name.length > NAME_LENGTH_SHOWN ? `${name.slice(0, NAME_LENGTH_SHOWN)}…` : name);
