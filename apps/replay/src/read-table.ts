import { readFile } from 'node:fs/promises';
import { type TextTable } from '#application/import-orders';
import { readParquet, type ParquetTable } from '#adapters/parquet';
import { csvTable } from '#adapters/csv';
import { CommandFailure } from './command-failure.js';

const PARQUET_MAGIC = 'PAR1';

/** A table of text from a CSV or Parquet file, told apart by content. Throws CommandFailure or ParquetError. */
export const readTable = async (option: string, path: string): Promise<TextTable> => {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new CommandFailure(`--${option} ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? ''})`);
  });
  if (bytes.toString('latin1', 0, PARQUET_MAGIC.length) !== PARQUET_MAGIC)
    return csvTable(path, bytes.toString('utf8'));
  return textTable(path, await readParquet(path));
};

/** Line numbers as if the file were a CSV: its first row is line 2. */
const textTable = (file: string, { columns, rowCount }: ParquetTable): TextTable => ({
  file,
  columns: columns.map(({ name }) => name),
  rows: Array.from({ length: rowCount }, (_, row) => ({
    line: row + 2,
    values: Object.fromEntries(columns.map(({ name, values }) => [name, textOf(values[row])])),
  })),
});

const textOf = (value: string | number | bigint | boolean | null | undefined): string =>
  value === null || value === undefined || Number.isNaN(value) ? '' : String(value);
