import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type Digests } from '#application/ports';

/** SHA-256 by the operating system's library; a file is never held in memory. */
export const nodeDigests: Digests = {
  ofBytes: (parts) => {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return hash.digest('hex');
  },
  ofFile: async (path) => {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
    return hash.digest('hex');
  },
};
