export type ParquetErrorCode =
  | 'FILE_NOT_FOUND'
  /** There, but it cannot be opened or written: rights, a full disk. */
  | 'INACCESSIBLE'
  /** No Parquet file, or cut short, or damaged. */
  | 'BROKEN_FILE'
  /** A Parquet file of something else, or of a version that this program does not know. */
  | 'UNKNOWN_SCHEMA'
  | 'MISSING_COLUMN'
  | 'UNKNOWN_COLUMN'
  /** A column is there and has another type than it must have. */
  | 'WRONG_TYPE'
  /** A value lies outside what its column may hold. */
  | 'BAD_VALUE'
  /** Parts of what was written together are not there. */
  | 'INCOMPLETE'
  /** What is to be written is there already; an archive is never overwritten. */
  | 'ALREADY_WRITTEN';

/** Why a Parquet file cannot be read or written. The message is one line for the person who named the file. */
export class ParquetError extends Error {
  override readonly name = 'ParquetError';

  constructor(
    readonly code: ParquetErrorCode,
    readonly path: string,
    message: string,
  ) {
    super(`${path}: ${message}`);
  }
}

/** What an error of the file system or of DuckDB means to the person who named the file. */
export const parquetError = (path: string, error: unknown): ParquetError => {
  if (error instanceof ParquetError) return error;
  // A defect of the program says nothing of the file.
  if (error instanceof RangeError || error instanceof TypeError) throw error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new ParquetError('FILE_NOT_FOUND', path, 'no such file or folder');
  if (code !== undefined) return new ParquetError('INACCESSIBLE', path, `cannot be opened or written (${code})`);
  const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
  return new ParquetError('BROKEN_FILE', path, `not a whole Parquet file (${reason ?? 'no reason given'})`);
};
