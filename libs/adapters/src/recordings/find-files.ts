import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { archiveSources, plainSource, type CsvSource } from './csv-source.js';
import { nameOf, recogniseFormat, type RecordedFile } from './recognise.js';
import { RecordingError } from './recording-error.js';

const FORMATS =
  'LOBSTER message and order-book files, LEAN trade and quote ticks (or one-second quotes) and daily bars';
const ARCHIVE_MAGIC = Buffer.from('PK\u0003\u0004', 'latin1');

/** The recordings at one path: in a file, in an archive, or in the files and archives of a folder (not of folders within). */
export const findFiles = async (path: string): Promise<readonly RecordedFile[]> => {
  const found = await stat(path).catch((error: unknown) => {
    throw notFound(path, error);
  });
  if (!found.isDirectory()) return recogniseFile(path);
  const files: RecordedFile[] = [];
  for (const name of await namesIn(path)) {
    // Other things may lie in a folder; a file that was named must be a recording.
    files.push(...(await recogniseAny(join(path, name))));
  }
  if (files.length > 0) return files;
  throw new RecordingError('NO_SESSION', path, `no recording lies in this folder; known are ${FORMATS}`);
};

/** The recordings among a file's neighbours whose name `matches`. */
export const findBeside = async (
  path: string,
  matches: (name: string) => boolean,
): Promise<readonly RecordedFile[]> => {
  const folder = dirname(path);
  const files: RecordedFile[] = [];
  for (const name of await namesIn(folder)) {
    if (name !== basename(path) && matches(name)) files.push(...(await recogniseAny(join(folder, name))));
  }
  return files;
};

const recogniseFile = async (path: string): Promise<readonly RecordedFile[]> => {
  const files = await recogniseAny(path);
  if (files.length > 0) return files;
  throw new RecordingError('UNKNOWN_FORMAT', path, `not a recording that can be played; known are ${FORMATS}`);
};

const recogniseAny = async (path: string): Promise<readonly RecordedFile[]> => {
  const files: RecordedFile[] = [];
  for (const source of (await isArchive(path)) ? await archiveSources(path) : [plainSource(path)]) {
    const file = await recognise(source);
    if (file !== undefined) files.push(file);
  }
  return files;
};

const recognise = async (source: CsvSource): Promise<RecordedFile | undefined> => {
  const recognised = await recogniseFormat(source);
  if (recognised === undefined) return undefined;
  const name = nameOf(source, recognised.format);
  if (name !== undefined) return { source, ...recognised, ...name };
  throw new RecordingError(
    'UNNAMED_RECORDING',
    source.path,
    `"${source.name}" names no symbol and day, as AMZN_2012-06-21_..._message_5.csv or 20131007_bac_Trade_Tick.csv do`,
  );
};

const isArchive = async (path: string): Promise<boolean> => {
  try {
    const file = await open(path);
    try {
      const head = Buffer.alloc(ARCHIVE_MAGIC.length);
      await file.read(head, 0, head.length, 0);
      return head.equals(ARCHIVE_MAGIC);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw notFound(path, error);
  }
};

const namesIn = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && /\.(zip|csv)$/i.test(entry.name))
    .map(({ name }) => name)
    .sort();
};

const notFound = (path: string, error: unknown): RecordingError => {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? new RecordingError('FILE_NOT_FOUND', path, 'no such file or folder')
    : new RecordingError('UNREADABLE', path, `cannot be opened (${code})`);
};
