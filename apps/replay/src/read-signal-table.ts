import { SignalTable } from '#domain/features';
import { ParquetError, readSignals } from '#adapters/parquet';
import { CommandFailure } from './command-failure.js';
import { type Terminal } from './command.js';

/** Series from outside the market, from a CSV or Parquet file; none without a file. Rows that are wrong are told. */
export const readSignalTable = async (file: string | undefined, terminal: Terminal): Promise<SignalTable> => {
  if (file === undefined) return new SignalTable([]);
  try {
    const { rows, quarantined } = await readSignals(file);
    for (const { line, reason } of quarantined) terminal.progress(`--signals, line ${line}: ${reason}`);
    return new SignalTable(rows);
  } catch (error) {
    if (error instanceof ParquetError) throw new CommandFailure(`--signals: ${error.message}`);
    throw error;
  }
};
