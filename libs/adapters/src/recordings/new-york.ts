import { parseInstant, type Instant } from '#domain/core';
import { RecordingError } from './recording-error.js';

const HALF_DAY_NS = 43_200_000_000_000n;
const NS_PER_MS = 1_000_000n;

/**
 * Midnight in New York at the start of `date` (YYYY-MM-DD), or undefined when there is no such date. Taken as twelve hours
 * before that day's noon, so that times of day after the change of a clock's hour are right on that day too.
 */
const newYorkMidnight = (date: string): Instant | undefined => {
  const utcNoon = parseInstant(`${date}T12:00:00Z`);
  if (utcNoon === undefined) return undefined;
  // At noon UTC of any day New York has the offset it has at its own noon: clocks change at 2 in the morning, 7 UTC at most.
  return utcNoon - newYorkOffset(utcNoon) - HALF_DAY_NS;
};

/** `newYorkMidnight` of the day that the file at `path` names. Throws UNNAMED_RECORDING when there is no such day. */
export const midnightOf = (date: string, path: string): Instant => {
  const midnight = newYorkMidnight(date);
  if (midnight === undefined) throw new RecordingError('UNNAMED_RECORDING', path, `there is no day ${date}`);
  return midnight;
};

const clock = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', timeZoneName: 'longOffset' });

const newYorkOffset = (instant: Instant): bigint => {
  const name =
    clock.formatToParts(Number(instant / NS_PER_MS)).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const match = /^GMT([+-])(\d{2}):(\d{2})$/.exec(name);
  if (match === null) throw new Error(`this Node.js knows no offset of America/New_York (it says "${name}")`);
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return BigInt((match[1] === '-' ? -1 : 1) * minutes) * 60_000n * NS_PER_MS;
};
