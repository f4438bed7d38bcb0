import { resolve } from 'node:path';
import { err, ok, type Result } from '#domain/core';
import { type MarketSession } from '#domain/market-data';
import { findFiles, type FoundFile } from './find-files.js';
import { FORMATS } from './formats.js';
import { type Quarantine } from './quarantine.js';
import { type RecordingFormat } from './recording-format.js';
import { RecordingError } from './recording-error.js';

/**
 * Opens recordings of market sessions: files, archives or folders, whose format is recognised by content. What belongs
 * to a file that is given (its partner of a pair, daily bars) is found beside it by name. One session per instrument and
 * stretch of days, in the order of time and instrument; of each only the first lines have been read. Rows that are set
 * aside, now and while a session plays, go to `quarantine`. Formats of another adapter, as the Parquet archive, are handed in.
 */
export const openSessions = async (
  paths: readonly string[],
  quarantine: Quarantine,
  furtherFormats: readonly RecordingFormat[] = [],
): Promise<Result<readonly MarketSession[], RecordingError>> => {
  try {
    return ok(await open(paths, quarantine, [...FORMATS, ...furtherFormats]));
  } catch (error) {
    if (error instanceof RecordingError) return err(error);
    throw error;
  }
};

const open = async (
  paths: readonly string[],
  quarantine: Quarantine,
  formats: readonly RecordingFormat[],
): Promise<readonly MarketSession[]> => {
  const found = withoutRepeats((await Promise.all(paths.map((path) => findFiles(path, formats)))).flat());
  const sessions: MarketSession[] = [];
  for (const format of formats) {
    const files = found.filter((one) => one.format === format).map(({ file }) => file);
    if (files.length > 0) sessions.push(...(await format.open(files, quarantine)));
  }
  if (sessions.length === 0) {
    throw new RecordingError('NO_SESSION', paths.join(', '), 'no day to play: daily bars alone are none');
  }
  sessions.sort(byTimeAndInstrument);
  refuseOverlap(sessions, paths);
  return sessions;
};

/** The same file given twice counts once. */
const withoutRepeats = (found: readonly FoundFile<unknown>[]): readonly FoundFile<unknown>[] => [
  ...new Map(found.map((file) => [`${resolve(file.source.path)} ${file.source.name}`, file])).values(),
];

const byTimeAndInstrument = (a: MarketSession, b: MarketSession): number => {
  if (a.origin !== b.origin) return a.origin < b.origin ? -1 : 1;
  return a.instrumentId < b.instrumentId ? -1 : 1;
};

/** One instrument has one market at a time. Throws DUPLICATE_SESSION. */
const refuseOverlap = (sessions: readonly MarketSession[], paths: readonly string[]): void => {
  const last = new Map<string, MarketSession>();
  for (const session of sessions) {
    const before = last.get(session.instrumentId);
    if (before !== undefined && startOf(session) < endOf(before)) {
      throw new RecordingError(
        'DUPLICATE_SESSION',
        paths.join(', '),
        `${before.source.name} and ${session.source.name} are of the same time: give one`,
      );
    }
    last.set(session.instrumentId, session);
  }
};

const startOf = ({ origin, openNs }: MarketSession): bigint => origin + BigInt(openNs);
const endOf = ({ origin, closeNs }: MarketSession): bigint => origin + BigInt(closeNs);
