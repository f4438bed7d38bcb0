import { readFile } from 'node:fs/promises';
import { parseInstrumentTable, type InstrumentTable } from '#domain/market-data';

/** Why a file of instrument terms cannot be used. The message is one line for the person who named the file. */
export class InstrumentFileError extends Error {
  override readonly name = 'InstrumentFileError';
}

/** Terms that a person vouches for and that win over a session's own, from a JSON file; none without a file. Throws InstrumentFileError. */
export const readInstrumentFile = async (path: string | undefined): Promise<InstrumentTable> => {
  if (path === undefined) return new Map();
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new InstrumentFileError(
      `${path}: cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
    );
  });
  const table = parseInstrumentTable(text);
  if (!table.ok) throw new InstrumentFileError(`${path}: ${table.error.message}`);
  return table.value;
};
