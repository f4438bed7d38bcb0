import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { type Readable } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { RecordingError } from './recording-error.js';

/** A text file that can be streamed again and again: a plain file or an entry of an archive. */
export interface CsvSource {
  /** The file on disk. */
  readonly path: string;
  /** Its own name, or the entry's name inside the archive; what a recording says of itself is in this name. */
  readonly name: string;
  open(): Promise<Readable>;
}

export const plainSource = (path: string): CsvSource => ({
  path,
  name: basename(path),
  open: () => Promise.resolve(createReadStream(path)),
});

/** The files inside an archive. Throws RecordingError BROKEN_FILE when it is cut short or not an archive. */
export const archiveSources = async (path: string): Promise<readonly CsvSource[]> => {
  const zip = await openArchive(path);
  try {
    const sources: CsvSource[] = [];
    for await (const { fileName } of zip.eachEntry()) {
      if (!fileName.endsWith('/')) {
        sources.push({ path, name: basename(fileName), open: () => openEntry(path, fileName) });
      }
    }
    return sources;
  } catch (error) {
    throw broken(path, error);
  } finally {
    zip.close();
  }
};

/** What a stream's error means to the person who named the file. */
export const readingError = (source: CsvSource, error: unknown): RecordingError =>
  error instanceof RecordingError ? error : broken(source.path, error);

const openArchive = async (path: string): Promise<ZipFile> => {
  try {
    return await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
  } catch (error) {
    throw broken(path, error);
  }
};

const openEntry = async (path: string, fileName: string): Promise<Readable> => {
  const zip = await openArchive(path);
  try {
    return await zip.openReadStreamPromise(await findEntry(zip, path, fileName));
  } catch (error) {
    throw broken(path, error);
  } finally {
    // The file itself stays open until the stream ends or is destroyed.
    zip.close();
  }
};

const findEntry = async (zip: ZipFile, path: string, fileName: string): Promise<Entry> => {
  for await (const entry of zip.eachEntry()) if (entry.fileName === fileName) return entry;
  throw new RecordingError('BROKEN_FILE', path, `${fileName} is no longer in it`);
};

const broken = (path: string, error: unknown): RecordingError =>
  error instanceof RecordingError
    ? error
    : new RecordingError('BROKEN_FILE', path, `cannot be read to its end (${messageOf(error)})`);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
