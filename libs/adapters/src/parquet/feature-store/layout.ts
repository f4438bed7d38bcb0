import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { formatInstant, type Instant } from '#domain/core';
import { parquetError } from '../parquet-error.js';

/** The UTC day of an instant, `YYYY-MM-DD`. */
export const dayOf = (instant: Instant): string => formatInstant(instant).slice(0, 10);

/** The file whose first row was known at an instant: names are in order of time. */
export const fileFrom = (first: Instant): string => `${formatInstant(first).replaceAll(/[-:]/g, '')}.parquet`;

const symbolFolder = (root: string, version: string, instrumentId: string): string =>
  join(root, `set=${encodeURIComponent(version)}`, `symbol=${encodeURIComponent(instrumentId)}`);

/** Where the rows of one instrument's day are. */
export const dayFolder = (root: string, version: string, instrumentId: string, day: string): string =>
  join(symbolFolder(root, version, instrumentId), `day=${day}`);

/** The files of an instrument that begin up to and with `at`. */
export const filesUntil = async (
  root: string,
  version: string,
  instrumentId: string,
  at: Instant,
): Promise<readonly string[]> => {
  const folder = symbolFolder(root, version, instrumentId);
  const files: string[] = [];
  for (const day of (await namesIn(folder)).filter((name) => name.startsWith('day=') && name <= `day=${dayOf(at)}`)) {
    const names = (await namesIn(join(folder, day))).filter(isRowFile);
    files.push(...names.filter((name) => name <= fileFrom(at)).map((name) => join(folder, day, name)));
  }
  return files;
};

/** The file that holds the last row of an instrument at or before `at`: the last that begins by then; undefined without one. */
export const lastFileAt = async (
  root: string,
  version: string,
  instrumentId: string,
  at: Instant,
): Promise<string | undefined> => {
  const folder = symbolFolder(root, version, instrumentId);
  const days = (await namesIn(folder)).filter((name) => name.startsWith('day=') && name <= `day=${dayOf(at)}`);
  for (const day of days.reverse()) {
    const names = await namesIn(join(folder, day));
    const last = names.filter((name) => isRowFile(name) && name <= fileFrom(at)).at(-1);
    if (last !== undefined) return join(folder, day, last);
  }
  return undefined;
};

/** Not one under a temporary name. */
const isRowFile = (name: string): boolean => /^[^.].*\.parquet$/.test(name);

/** Sorted; none where there is no such folder. */
const namesIn = async (folder: string): Promise<string[]> => {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    const known = parquetError(folder, error);
    if (known.code === 'FILE_NOT_FOUND') return [];
    throw known;
  }
};
