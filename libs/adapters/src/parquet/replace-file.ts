import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parquetError } from './parquet-error.js';

/** A file under a temporary name: nobody takes it for the whole one before `publish`. */
export interface UnpublishedFile {
  readonly path: string;
  /** Gives the file its name, at once and for good: its bytes are on the disk before its name is. Throws ParquetError. */
  publish(): Promise<void>;
  discard(): Promise<void>;
}

/**
 * Lets `write` make a file under a temporary name beside `path`, in folders that are made where they are missing, and
 * brings it to the disk. Throws ParquetError, and leaves nothing behind then.
 */
export const writeUnpublished = async (
  path: string,
  write: (temporary: string) => Promise<void>,
): Promise<UnpublishedFile> => {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  // Where no file could be made there is none to remove, and why it could not is what the caller must hear.
  const discard = (): Promise<void> => rm(temporary, { force: true }).catch(() => undefined);
  try {
    await mkdir(dirname(path), { recursive: true });
    await write(temporary);
    await sync(temporary, 'r+');
  } catch (error) {
    await discard();
    throw parquetError(path, error);
  }
  return {
    path,
    discard,
    publish: async () => {
      try {
        await rename(temporary, path);
        await syncFolder(dirname(path));
      } catch (error) {
        await discard();
        throw parquetError(path, error);
      }
    },
  };
};

/** As `writeUnpublished`, and the file is there when this returns; one that was there before is replaced as a whole. */
export const replaceFile = async (path: string, write: (temporary: string) => Promise<void>): Promise<void> => {
  const file = await writeUnpublished(path, write);
  await file.publish();
};

// Windows opens no folders, and keeps names safe by itself.
const syncFolder = async (path: string): Promise<void> => {
  if (process.platform !== 'win32') await sync(path, 'r');
};

const sync = async (path: string, flags: string): Promise<void> => {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
