import fs from 'node:fs';
import path from 'node:path';

const LARGEST_BYTES = 20_000_000;

/** Opens a log for appending, after setting aside one that has grown large. */
export const openLog = (file) => {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  if ((fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_BYTES) fs.renameSync(file, `${file}.1`);
  const descriptor = fs.openSync(file, 'a');
  return { descriptor, sizeBefore: fs.fstatSync(descriptor).size };
};
