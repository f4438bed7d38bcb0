import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { openingError, sourcesIn, type CsvSource } from './csv-source.js';
import { readHead } from './read-head.js';
import { type RecordingFormat } from './recording-format.js';
import { RecordingError } from './recording-error.js';

/** A file that was recognised. */
export interface FoundFile<File> {
  readonly format: RecordingFormat<File>;
  readonly source: CsvSource;
  /** What its format knows of it. */
  readonly file: File;
}

/**
 * The recordings of these formats at one path: in a file, in an archive, or in the files and archives of a folder and of
 * the folders within. Throws RecordingError when there are none, or one that cannot be read.
 */
export const findFiles = async <File>(
  path: string,
  formats: readonly RecordingFormat<File>[],
): Promise<readonly FoundFile<File>[]> => {
  const isFolder = await isDirectory(path);
  const found: FoundFile<File>[] = [];
  // Other things may lie in a folder; a file that was named must be a recording.
  for (const file of isFolder ? await filesWithin(path) : [path]) found.push(...(await recognise(file, formats)));
  if (found.length > 0) return found;
  const known = `known are ${formats.map(({ files }) => files).join(', ')}`;
  throw isFolder
    ? new RecordingError('NO_SESSION', path, `no recording lies in this folder; ${known}`)
    : new RecordingError('UNKNOWN_FORMAT', path, `not a recording that can be played; ${known}`);
};

/** The recordings of one format among a file's neighbours whose name `matches`. */
export const findBeside = async <File>(
  path: string,
  format: RecordingFormat<File>,
  matches: (name: string) => boolean,
): Promise<readonly File[]> => {
  const files: File[] = [];
  for (const neighbour of await filesIn(dirname(path))) {
    const name = basename(neighbour);
    if (name === basename(path) || !matches(name)) continue;
    files.push(...(await recognise(neighbour, [format])).map(({ file }) => file));
  }
  return files;
};

const recognise = async <File>(
  path: string,
  formats: readonly RecordingFormat<File>[],
): Promise<readonly FoundFile<File>[]> => {
  const found: FoundFile<File>[] = [];
  for (const source of await sourcesIn(path)) {
    const head = await readHead(source);
    for (const format of formats) {
      const file = await format.recognise(source, head);
      if (file === undefined) continue;
      found.push({ format, source, file });
      break;
    }
  }
  return found;
};

const isDirectory = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw openingError(path, error);
  }
};

/** The files of a folder and of the folders within, in the order of their names; not the hidden ones. */
const filesWithin = async (folder: string): Promise<readonly string[]> => {
  const files = [...(await filesIn(folder))];
  for (const name of await namesIn(folder, 'FOLDERS')) files.push(...(await filesWithin(join(folder, name))));
  return files;
};

const filesIn = async (folder: string): Promise<readonly string[]> =>
  (await namesIn(folder, 'FILES')).map((name) => join(folder, name));

const namesIn = async (folder: string, what: 'FILES' | 'FOLDERS'): Promise<readonly string[]> => {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => (what === 'FILES' ? entry.isFile() || entry.isSymbolicLink() : entry.isDirectory()))
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('.'))
    .sort();
};
