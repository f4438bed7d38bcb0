export type RecordingErrorCode =
  | 'FILE_NOT_FOUND'
  | 'UNREADABLE'
  /** Damaged: what follows cannot be read. */
  | 'BROKEN_FILE'
  /** Compressed, and the end is missing; all that could be unpacked was. */
  | 'CUT_SHORT'
  | 'UNKNOWN_FORMAT'
  | 'UNNAMED_RECORDING'
  | 'MISSING_PARTNER'
  | 'DUPLICATE_SESSION'
  | 'NO_SESSION';

/**
 * Why a recording cannot be played: said when it is opened, and thrown by a session's `events()` when its file breaks
 * while it is read. The message is one line for the person who typed the path.
 */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';

  constructor(
    readonly code: RecordingErrorCode,
    readonly path: string,
    message: string,
  ) {
    super(`${path}: ${message}`);
  }
}
