import { createHash, randomFillSync } from 'node:crypto';
import { type Identifiers } from '#application/ports';

export { nodeDigests } from './digests.js';

const RANDOM_POOL_BYTES = 4_096;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Identities from the operating system's randomness and clock. */
export class NodeIdentifiers implements Identifiers {
  private readonly pool = new Uint8Array(RANDOM_POOL_BYTES);
  private used = RANDOM_POOL_BYTES;

  /** UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then 74 random bits. */
  newId(): string {
    // One call to the operating system serves hundreds of ids.
    if (this.used + 10 > RANDOM_POOL_BYTES) {
      randomFillSync(this.pool);
      this.used = 0;
    }
    const time = Date.now().toString(16).padStart(12, '0');
    const random = this.pool.subarray(this.used, (this.used += 10));
    random[0] = 0x70 | (random[0]! & 0x0f);
    random[2] = 0x80 | (random[2]! & 0x3f);
    let hex = '';
    for (const byte of random) hex += HEX[byte]!;
    return `${time.slice(0, 8)}-${time.slice(8)}-${hex.slice(0, 4)}-${hex.slice(4, 8)}-${hex.slice(8)}`;
  }

  digest(text: string): string {
    return createHash('sha256').update(text).digest('hex');
  }
}
