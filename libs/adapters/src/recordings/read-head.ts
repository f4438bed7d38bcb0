import { readingError, type CsvSource } from './csv-source.js';
import { type FileHead } from './recording-format.js';

const HEAD_LINES = 20;
/** Twenty lines of most formats have a tenth of it; a binary file has no lines at all. */
const HEAD_BYTES_MAX = 262_144;
const LINE_FEED = 0x0a;

/** Reads only as far as the head needs. A file that is cut short may have a head all the same. Throws RecordingError. */
export const readHead = async (source: CsvSource): Promise<FileHead> => {
  const chunks: Buffer[] = [];
  let [length, lineFeeds] = [0, 0];
  try {
    for await (const chunk of await source.open()) {
      chunks.push(chunk);
      length += chunk.length;
      lineFeeds += countLineFeeds(chunk);
      if (lineFeeds >= HEAD_LINES || length >= HEAD_BYTES_MAX) break;
    }
  } catch (error) {
    const known = readingError(source, error);
    if (known.code !== 'CUT_SHORT') throw known;
  }
  const bytes = Buffer.concat(chunks).subarray(0, HEAD_BYTES_MAX);
  const lines = bytes.toString('latin1').split(/\r?\n/, HEAD_LINES);
  return { bytes, lines };
};

const countLineFeeds = (chunk: Buffer): number => {
  let count = 0;
  for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
};
