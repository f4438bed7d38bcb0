import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { formatInstant, type Instant } from '#domain/core';
import { parquetError } from '../parquet-error.js';

/** The UTC day of an instant, `YYYY-MM-DD`. */
export const dayOf = (instant: Instant): string => formatInstant(instant).slice(0, 10);

const symbolFolder = (root: string, version: string, instrumentId: string): string =>
  join(root, `set=${encodeURIComponent(version)}`, `symbol=${encodeURIComponent(instrumentId)}`);

/** Where the rows of one instrument's day are. */
export const dayFolder = (root: string, version: string, instrumentId: string, day: string): string =>
  join(symbolFolder(root, version, instrumentId), `day=${day}`);

/** The files of an instrument up to and with a day, by day, the latest first. */
export const filesUntil = async (
  root: string,
  version: string,
  instrumentId: string,
  lastDay: string,
): Promise<readonly (readonly string[])[]> => {
  const folder = symbolFolder(root, version, instrumentId);
  const days = (await namesIn(folder)).filter((name) => name.startsWith('day=') && name <= `day=${lastDay}`);
  const byDay: string[][] = [];
  for (const day of days.reverse()) {
    const names = (await namesIn(join(folder, day))).filter((name) => /^[^.].*\.parquet$/.test(name));
    if (names.length > 0) byDay.push(names.map((name) => join(folder, day, name)));
  }
  return byDay;
};

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
