import { type ParquetMetadata } from '../parquet-column.js';
import { ParquetError } from '../parquet-error.js';
import { type ParquetFile } from '../parquet-file.js';
import { ARCHIVED_COLUMNS } from './event-columns.js';
import { parseDescription, type SessionDescription } from './session-description.js';

/** By this key in its footer a Parquet file is known as part of an archive. */
export const SCHEMA_KEY = 'footprint.market-events';
const VERSION = '1';

const KEYS = {
  session: 'footprint.session',
  part: 'footprint.part',
  isLast: 'footprint.is-last-part',
  checksum: 'footprint.crc32',
} as const;

/** One file of an archive: a stretch of a session's events. */
export interface ArchivePart {
  readonly path: string;
  readonly session: SessionDescription;
  /** The description as it is written: files with the same are of one session. */
  readonly sessionText: string;
  /** Counts a session's files, from 0. */
  readonly part: number;
  readonly isLast: boolean;
  readonly checksum: string;
}

/** What the checksum covers beside the events. */
export const saidOf = ({ sessionText, part, isLast }: Pick<ArchivePart, 'sessionText' | 'part' | 'isLast'>): string =>
  `${part} ${isLast} ${sessionText}`;

export const partMetadata = (part: Omit<ArchivePart, 'path' | 'session'>): ParquetMetadata => ({
  [SCHEMA_KEY]: VERSION,
  [KEYS.session]: part.sessionText,
  [KEYS.part]: String(part.part),
  [KEYS.isLast]: String(part.isLast),
  [KEYS.checksum]: part.checksum,
});

/** Reads what a file says of itself. Throws ParquetError when it is none of an archive, or not as it must be. */
export const readPart = ({ path, types, metadata }: ParquetFile): ArchivePart => {
  const version = metadata[SCHEMA_KEY];
  if (version !== VERSION) {
    const found = version === undefined ? 'a Parquet file of something else' : `its schema is of version ${version}`;
    throw new ParquetError(
      'UNKNOWN_SCHEMA',
      path,
      `${found}; expected an archive of market events, version ${VERSION}`,
    );
  }
  checkColumns(path, types);
  const sessionText = textOf(path, metadata, 'session', /^/, 'a JSON object');
  const session = parseDescription(sessionText);
  if (typeof session === 'string') throw new ParquetError('BAD_VALUE', path, `${KEYS.session}: ${session}`);
  return {
    path,
    session,
    sessionText,
    part: Number(textOf(path, metadata, 'part', /^\d{1,6}$/, 'a whole number from 0')),
    isLast: textOf(path, metadata, 'isLast', /^(true|false)$/, 'true or false') === 'true',
    checksum: textOf(path, metadata, 'checksum', /^[0-9a-f ]+$/, 'a CRC-32 per column'),
  };
};

const checkColumns = (path: string, types: ParquetFile['types']): void => {
  for (const { name, type } of ARCHIVED_COLUMNS) {
    if (types.has(name)) continue;
    throw new ParquetError('MISSING_COLUMN', path, `column ${name} is missing; expected ${type}`);
  }
  for (const { name, type } of ARCHIVED_COLUMNS) {
    const found = types.get(name)!;
    if (found !== type) throw new ParquetError('WRONG_TYPE', path, `column ${name} is ${found}; expected ${type}`);
  }
};

const textOf = (
  path: string,
  metadata: ParquetMetadata,
  key: keyof typeof KEYS,
  pattern: RegExp,
  allowed: string,
): string => {
  const text = metadata[KEYS[key]];
  if (text !== undefined && pattern.test(text)) return text;
  throw new ParquetError(
    'BAD_VALUE',
    path,
    `${KEYS[key]} in its metadata is ${text ?? 'missing'}; expected ${allowed}`,
  );
};
