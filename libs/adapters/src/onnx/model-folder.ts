import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ModelFile } from '#domain/impact';
import { FileRefused } from './file-refused.js';

/** Larger than any model that answers in time; a file beyond it is not read. */
const FILE_BYTES_MAX = 512 * 1024 * 1024;

/** Reads the files of one model version; each is read once, so that what was checked is what runs. */
export class ModelFolder {
  constructor(readonly folder: string) {}

  /** Rejects with FileRefused when it cannot be read. */
  async read(file: string): Promise<Buffer> {
    let bytes: Buffer;
    try {
      bytes = await readFile(path.join(this.folder, file));
    } catch (error) {
      throw new FileRefused(file, `cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
    }
    if (bytes.length > FILE_BYTES_MAX)
      throw new FileRefused(file, `has ${bytes.length} bytes; at most ${FILE_BYTES_MAX}`);
    return bytes;
  }

  /** The bytes that the manifest vouches for. Rejects with FileRefused when they are others. */
  async readChecked({ file, sha256 }: ModelFile): Promise<Buffer> {
    const bytes = await this.read(file);
    const actual = sha256Of(bytes);
    if (actual !== sha256) throw new FileRefused(file, `has SHA-256 ${actual}; the manifest says ${sha256}`);
    return bytes;
  }
}

export const sha256Of = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
