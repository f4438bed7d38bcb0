/** Nanoseconds since the Unix epoch (UTC). A bigint at the edges; hot paths use nanoseconds since a session's origin. */
export type Instant = bigint;

export const NS_PER_SECOND = 1_000_000_000n;

/** ISO 8601 in UTC with nine fractional digits, e.g. `2012-06-21T13:30:00.123456789Z`. */
export const formatInstant = (instant: Instant): string => {
  const seconds = floorDivide(instant, NS_PER_SECOND);
  const fraction = instant - seconds * NS_PER_SECOND;
  const days = Number(floorDivide(seconds, 86_400n));
  const secondOfDay = Number(seconds - BigInt(days) * 86_400n);
  const { year, month, day } = civilFromDays(days);
  const time = [Math.floor(secondOfDay / 3600), Math.floor(secondOfDay / 60) % 60, secondOfDay % 60]
    .map(pad2)
    .join(':');
  return `${String(year).padStart(4, '0')}-${pad2(month)}-${pad2(day)}T${time}.${fraction.toString().padStart(9, '0')}Z`;
};

const ISO = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/** Reads ISO 8601 with up to nine fractional digits and a zone; undefined when it is not a real instant. */
export const parseInstant = (text: string): Instant | undefined => {
  const match: readonly (string | undefined)[] | null = ISO.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const offsetHours = Number(match[9] ?? 0);
  const offsetMinutes = Number(match[10] ?? 0);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59 || offsetHours > 23 || offsetMinutes > 59) return undefined;
  const offset = (match[8] === '-' ? -1 : 1) * (offsetHours * 3600 + offsetMinutes * 60);
  const seconds = daysFromCivil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset;
  return BigInt(seconds) * NS_PER_SECOND + BigInt((match[7] ?? '').padEnd(9, '0'));
};

const pad2 = (value: number): string => String(value).padStart(2, '0');

const floorDivide = (value: bigint, by: bigint): bigint => {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
};

// Proleptic Gregorian calendar by days since 1970-01-01, after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
const daysFromCivil = (year: number, month: number, day: number): number => {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
};

const civilFromDays = (days: number): { year: number; month: number; day: number } => {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthIndex = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthIndex + (monthIndex < 10 ? 3 : -9);
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthIndex + 2) / 5) + 1,
  };
};

const daysInMonth = (year: number, month: number): number => {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
};

/** Nanoseconds since the epoch of midnight UTC of a civil date. */
export const startOfUtcDay = (year: number, month: number, day: number): Instant =>
  BigInt(daysFromCivil(year, month, day)) * 86_400n * NS_PER_SECOND;
