import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { bunzip2 } from './bunzip2.js';
import { cutShort, RecordingError } from './recording-error.js';

/** A file that can be read again and again, unpacked: a plain file, a compressed one or an entry of an archive. */
export interface CsvSource {
  /** The file on disk. */
  readonly path: string;
  /** Its own name, or the entry's name inside the archive; what a recording says of itself is in this name. */
  readonly name: string;
  /** Its bytes from the start. The iteration throws when the file breaks; `readingError` tells what that means. */
  open(): Promise<AsyncIterable<Buffer>>;
}

/** How a packed file begins, and how its content is got at. */
interface Packing {
  readonly magic: Buffer;
  sources(path: string): Promise<readonly CsvSource[]>;
}

const magic = (text: string): Buffer => Buffer.from(text, 'latin1');

const PACKINGS: readonly Packing[] = [
  { magic: magic('PK\u0003\u0004'), sources: (path) => archiveSources(path) },
  { magic: magic('\u001f\u008b'), sources: (path) => Promise.resolve([compressedSource(path, gunzip)]) },
  { magic: magic('BZh'), sources: (path) => Promise.resolve([compressedSource(path, bunzip2)]) },
];

const MAGIC_BYTES = Math.max(...PACKINGS.map((packing) => packing.magic.length));

/**
 * What is in a file: itself when it is plain, its content when it is compressed, every entry when it is an archive; which
 * it is, its first bytes say. Throws RecordingError when it is not there, not readable or a broken archive.
 */
export const sourcesIn = async (path: string): Promise<readonly CsvSource[]> => {
  const start = await firstBytes(path);
  const packing = PACKINGS.find((known) => start.subarray(0, known.magic.length).equals(known.magic));
  return packing === undefined ? [plainSource(path)] : packing.sources(path);
};

/** What a reading error means to the person who named the file. */
export const readingError = (source: CsvSource, error: unknown): RecordingError => broken(source.path, error);

/** Why a path cannot be opened. */
export const openingError = (path: string, error: unknown): RecordingError => {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? new RecordingError('FILE_NOT_FOUND', path, 'no such file or folder')
    : new RecordingError('UNREADABLE', path, `cannot be opened (${code})`);
};

const firstBytes = async (path: string): Promise<Buffer> => {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MAGIC_BYTES), 0, MAGIC_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw openingError(path, error);
  }
};

const plainSource = (path: string): CsvSource => ({
  path,
  name: basename(path),
  open: () => Promise.resolve(createReadStream(path)),
});

const compressedSource = (path: string, unpack: (path: string) => AsyncIterable<Buffer>): CsvSource => ({
  path,
  name: basename(path).replace(/\.[^.]*$/, ''),
  open: () => Promise.resolve(unpack(path)),
});

/** Unpacks gzip, also several packed files in a row. Of a file that is cut short everything that is there comes first. */
async function* gunzip(path: string): AsyncGenerator<Buffer> {
  const unpacked = createGunzip();
  // The iteration below throws what goes wrong, here as there.
  pipeline(createReadStream(path), unpacked, () => undefined);
  try {
    yield* unpacked as AsyncIterable<Buffer>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'Z_BUF_ERROR') throw error;
    for (let rest = read(unpacked); rest !== null; rest = read(unpacked)) yield rest;
    throw cutShort(path);
  } finally {
    unpacked.destroy();
  }
}

const read = (stream: Readable): Buffer | null => stream.read() as Buffer | null;

const archiveSources = async (path: string): Promise<readonly CsvSource[]> => {
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
