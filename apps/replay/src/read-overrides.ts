import { readFile } from 'node:fs/promises';
import { parseInstrumentTable, type InstrumentTable } from '#domain/market-data';
import { CommandFailure } from './command-failure.js';

/** Terms that win over what sessions say of their instruments, from a JSON file; none without a file. Throws CommandFailure. */
export const readOverrides = async (file: string | undefined): Promise<InstrumentTable> => {
  if (file === undefined) return new Map();
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CommandFailure(`--instruments ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? ''})`);
  });
  const table = parseInstrumentTable(text);
  if (!table.ok) throw new CommandFailure(`--instruments ${file}: ${table.error.message}`);
  return table.value;
};
