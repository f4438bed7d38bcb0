import { open, type FileHandle } from 'node:fs/promises';
import { type TextRow } from '#domain/training';
import { csvValues } from '#adapters/csv';
import { CommandFailure } from './command-failure.js';

/** A CSV file with one row in each line, read line by line: as long as it likes. */
export interface CsvList {
  readonly columns: readonly string[];
  /** To be read once. Empty lines are skipped. A quote that is not closed in its line is a row of the wrong columns. */
  readonly rows: AsyncIterable<TextRow>;
}

/** Opens the list at `path`, given as `--option`. Throws CommandFailure when it cannot be read or is empty. */
export const openCsvList = async (option: string, path: string): Promise<CsvList> => {
  const file = await open(path).catch((error: unknown) => {
    throw new CommandFailure(`--${option} ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? ''})`);
  });
  const lines = linesOf(file, `--${option} ${path}`);
  const header = await lines.next();
  if (header.done === true) throw new CommandFailure(`--${option} ${path} is empty; expected a header and rows`);
  const columns = csvValues(header.value.replace(/^\uFEFF/, '')) ?? [];
  return { columns, rows: rowsOf(lines, columns) };
};

async function* linesOf(file: FileHandle, named: string): AsyncGenerator<string, void> {
  try {
    for await (const line of file.readLines()) yield line;
  } catch (error) {
    throw new CommandFailure(`${named} cannot be read (${(error as NodeJS.ErrnoException).code ?? ''})`);
  }
}

async function* rowsOf(lines: AsyncGenerator<string, void>, columns: readonly string[]): AsyncGenerator<TextRow, void> {
  let line = 1;
  for await (const text of lines) {
    line += 1;
    if (text.trim() !== '') yield rowOf(line, text, columns);
  }
}

const rowOf = (line: number, text: string, columns: readonly string[]): TextRow => {
  const values = csvValues(text);
  if (values?.length !== columns.length) return { line, values: {}, hasWrongColumnCount: true };
  const named: Record<string, string> = {};
  for (const [i, name] of columns.entries()) named[name] = values[i]!;
  return { line, values: named };
};
