import { RecordingError, type RecordingErrorCode } from '#application/ports';
import { parquetError, type ParquetErrorCode } from '../parquet-error.js';

const CODES: Partial<Record<ParquetErrorCode, RecordingErrorCode>> = {
  FILE_NOT_FOUND: 'FILE_NOT_FOUND',
  INACCESSIBLE: 'UNREADABLE',
  UNKNOWN_SCHEMA: 'UNKNOWN_FORMAT',
  INCOMPLETE: 'MISSING_PARTNER',
  ALREADY_WRITTEN: 'DUPLICATE_SESSION',
};

/** What an error of an archive's file means to the person who wants to play it. */
export const recordingError = (path: string, error: unknown): RecordingError => {
  if (error instanceof RecordingError) return error;
  const { code, message, path: file } = parquetError(path, error);
  return new RecordingError(CODES[code] ?? 'BROKEN_FILE', file, message.slice(`${file}: `.length));
};
