import { createReadStream } from 'node:fs';
import unbzip2 from 'unbzip2-stream';
import { cutShort } from './recording-error.js';

/**
 * Unpacks bzip2, also several packed files in a row, checking every checksum. Of a file that is cut short every whole
 * block comes first, then RecordingError CUT_SHORT. Holds one chunk of the file and the blocks (of 900 kB) that it completes.
 */
export async function* bunzip2(path: string): AsyncGenerator<Buffer> {
  const unpacker = unbzip2();
  const blocks: Buffer[] = [];
  let failure: Error | undefined;
  unpacker.on('data', (block: Buffer) => blocks.push(block));
  unpacker.on('error', (error: Error) => (failure ??= error));
  for await (const chunk of createReadStream(path)) {
    // Blocks are complete, and failures known, when the call returns.
    unpacker.write(chunk as Buffer);
    yield* blocks.splice(0);
    if (failure !== undefined) throw failure;
  }
  unpacker.end();
  yield* blocks.splice(0);
  if (failure === undefined) return;
  // Of what is damaged the unpacker says so by this name; what is missing it stumbles over.
  throw failure.name === 'Bzip2Error' ? failure : cutShort(path);
}
