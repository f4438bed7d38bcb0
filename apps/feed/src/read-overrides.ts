import { readFile } from 'node:fs/promises';
import { parseInstrumentTable, type InstrumentTable } from '#domain/market-data';
import { UnusableInput } from './unusable-input.js';

/** Terms that an operator vouches for, from a JSON file; none without a file. Throws UnusableInput. */
export const readOverrides = async (file: string | undefined): Promise<InstrumentTable> => {
  if (file === undefined) return new Map();
  const table = parseInstrumentTable(await readText(file));
  if (!table.ok) throw new UnusableInput(`${file}: ${table.error.message}`);
  return table.value;
};

const readText = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UnusableInput(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
};
