import { parseInstant, type Instant } from '#domain/core';

const HALF_DAY_NS = 43_200_000_000_000n;
const NS_PER_MS = 1_000_000n;
const NS_PER_MINUTE = 60_000n * NS_PER_MS;

/**
 * Midnight at the start of `date` (YYYY-MM-DD) in a time zone of the IANA database; undefined when there is no such date.
 * Taken as twelve hours before that day's noon, so that times of day after the change of a clock's hour are right on that
 * day too. RangeError when the time zone is unknown.
 */
export const exchangeMidnight = (date: string, timeZone: string): Instant | undefined => {
  const utcNoon = parseInstant(`${date}T12:00:00Z`);
  if (utcNoon === undefined) return undefined;
  // Clocks change at night, up to 14 hours away from noon UTC: the offset that counts is that of the noon there.
  const noon = utcNoon - offsetAt(utcNoon, timeZone);
  return utcNoon - offsetAt(noon, timeZone) - HALF_DAY_NS;
};

const offsetAt = (instant: Instant, timeZone: string): bigint => {
  const clock = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const parts = clock.formatToParts(Number(instant / NS_PER_MS));
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const match = /^GMT(?:([+-])(\d{2}):(\d{2}))?$/.exec(name);
  if (match === null) throw new Error(`this engine knows no offset of ${timeZone} (it says "${name}")`);
  const [, sign, hours = '0', minutes = '0'] = match;
  return BigInt((sign === '-' ? -1 : 1) * (60 * Number(hours) + Number(minutes))) * NS_PER_MINUTE;
};
