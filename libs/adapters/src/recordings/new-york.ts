import { type Instant } from '#domain/core';
import { exchangeMidnight } from '#domain/market-data';
import { RecordingError } from './recording-error.js';

/** Midnight in New York at the start of the day that the file at `path` names. Throws UNNAMED_RECORDING when there is no such day. */
export const midnightOf = (date: string, path: string): Instant => {
  const midnight = exchangeMidnight(date, 'America/New_York');
  if (midnight === undefined) throw new RecordingError('UNNAMED_RECORDING', path, `there is no day ${date}`);
  return midnight;
};
