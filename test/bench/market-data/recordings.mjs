import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSessions, Quarantine } from '#adapters/recordings';

const FOLDER = process.env.RECORDINGS ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));

/** Paths of real recordings, by their names in the folder that RECORDINGS names; undefined when one of them is not there. */
export const realRecordings = (...names) => {
  const paths = names.map((name) => join(FOLDER, name));
  return paths.every((path) => existsSync(path)) ? paths : undefined;
};

/** The one session of these files. */
export const openSession = async (paths) => {
  const opened = await openSessions(paths, new Quarantine());
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value[0];
};
