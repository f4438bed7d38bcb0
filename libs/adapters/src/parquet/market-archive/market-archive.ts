import { type MarketSession } from '#domain/market-data';
import { withDuckDb } from '../duckdb.js';
import { ParquetError } from '../parquet-error.js';
import { beginsAsParquet, inspectParquet, readFooter } from '../parquet-file.js';
import { archivedSession } from './archived-session.js';
import { readPart, SCHEMA_KEY, type ArchivePart } from './part-metadata.js';
import { recordingError } from './recording-error.js';

/**
 * The archive as one of the formats of recordings. A file is recognised by its footer; Parquet files of other things are
 * none. Both functions throw RecordingError.
 */
export const MARKET_ARCHIVE = {
  files: 'Parquet archives of market events',

  /** The path of a file that is of an archive; undefined when it is not. */
  recognise: async (
    source: { readonly path: string },
    head: { readonly bytes: Buffer },
  ): Promise<string | undefined> => {
    if (!beginsAsParquet(head.bytes)) return undefined;
    try {
      return (await readFooter(source.path)).includes(SCHEMA_KEY) ? source.path : undefined;
    } catch (error) {
      throw recordingError(source.path, error);
    }
  },

  /** The sessions that these files hold, in any order; each must be there with all its files. */
  open: async (paths: readonly string[]): Promise<readonly MarketSession[]> => {
    try {
      return sessionsOf(await inspect(paths));
    } catch (error) {
      throw recordingError(paths.join(', '), error);
    }
  },
};

const inspect = (paths: readonly string[]): Promise<readonly ArchivePart[]> =>
  withDuckDb(1, async (connection) => {
    const parts: ArchivePart[] = [];
    for (const path of paths) parts.push(readPart(await inspectParquet(connection, path)));
    return parts;
  });

const sessionsOf = (parts: readonly ArchivePart[]): readonly MarketSession[] => {
  const bySession = new Map<string, ArchivePart[]>();
  for (const part of parts) bySession.set(part.sessionText, [...(bySession.get(part.sessionText) ?? []), part]);
  return [...bySession.values()].map((ofSession) => {
    const [first, ...further] = ofSession.sort((a, b) => a.part - b.part);
    refuseGaps(ofSession);
    return archivedSession(first!, further);
  });
};

/** Throws ParquetError when parts, sorted, are not all those of one session. */
const refuseGaps = (parts: readonly ArchivePart[]): void => {
  parts.forEach(({ path, part, isLast }, expected) => {
    if (part < expected) {
      throw new ParquetError(
        'ALREADY_WRITTEN',
        path,
        `part ${part} of the session is also ${parts[expected - 1]!.path}`,
      );
    }
    if (part > expected) throw missing(path, expected);
    if (isLast && expected < parts.length - 1) {
      throw new ParquetError('BROKEN_FILE', path, `the last part of the session, and there are later ones`);
    }
  });
  const last = parts.at(-1)!;
  if (!last.isLast) throw missing(last.path, parts.length);
};

const missing = (path: string, part: number): ParquetError =>
  new ParquetError(
    'INCOMPLETE',
    path,
    `part ${part} of its session is missing; give the folder that holds all its days, or archive the session again`,
  );
