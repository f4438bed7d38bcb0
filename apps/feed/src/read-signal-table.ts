import { SignalTable } from '#domain/features';
import { ParquetError, readSignals } from '#adapters/parquet';
import { type QuarantineSink } from '#adapters/recordings';
import { UnusableInput } from './unusable-input.js';

/** Series from outside the market, from a CSV or Parquet file; none without a file. Throws UnusableInput. */
export const readSignalTable = async (file: string | undefined, setAside: QuarantineSink): Promise<SignalTable> => {
  if (file === undefined) return new SignalTable([]);
  try {
    const { rows, quarantined } = await readSignals(file);
    for (const row of quarantined) setAside(row);
    return new SignalTable(rows);
  } catch (error) {
    if (error instanceof ParquetError) throw new UnusableInput(error.message);
    throw error;
  }
};
