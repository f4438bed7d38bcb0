import fs from 'node:fs';
import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';

const LARGEST_BYTES = 20_000_000;
const FOLLOW_MS = 200;
const CHUNK_BYTES = 65_536;

/** Opens a log for appending, after setting aside one that has grown large. */
export const openLog = (file) => {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  if ((fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_BYTES) fs.renameSync(file, `${file}.1`);
  const descriptor = fs.openSync(file, 'a');
  return { descriptor, sizeBefore: fs.fstatSync(descriptor).size };
};

/** Feeds each line written to a log from byte `from` on to `onLine`. Returns a function that reads the rest and ends. */
export const followLog = (file, from, onLine) => {
  const descriptor = fs.openSync(file, 'r');
  const decoder = new StringDecoder('utf8');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let position = from;
  let unfinished = '';
  const readOn = () => {
    for (;;) {
      const length = fs.readSync(descriptor, chunk, 0, CHUNK_BYTES, position);
      if (length === 0) return;
      position += length;
      const lines = (unfinished + decoder.write(chunk.subarray(0, length))).split('\n');
      unfinished = lines.pop();
      lines.forEach(onLine);
    }
  };
  const timer = setInterval(readOn, FOLLOW_MS);
  return () => {
    clearInterval(timer);
    readOn();
    fs.closeSync(descriptor);
  };
};
