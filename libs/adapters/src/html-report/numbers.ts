const MINUS = '\u2212';
const NONE = '\u2013';

/** Three significant digits, thousands as k, M, G; a dash for what is not known. */
export const short = (value: number): string => {
  if (!Number.isFinite(value)) return NONE;
  const size = Math.abs(value);
  const [factor, suffix] = size >= 1e9 ? [1e9, 'G'] : size >= 1e6 ? [1e6, 'M'] : size >= 1e4 ? [1e3, 'k'] : [1, ''];
  return signed(value, `${significant(size / factor)}${suffix}`);
};

/** Whole, with a thin space between thousands. */
export const whole = (value: number): string =>
  Number.isFinite(value)
    ? signed(value, String(Math.round(Math.abs(value))).replaceAll(/\B(?=(\d{3})+$)/g, '\u202f'))
    : NONE;

export const fixed = (value: number, digits: number): string =>
  Number.isFinite(value) ? signed(value, Math.abs(value).toFixed(digits)) : NONE;

/** A share as a percentage. */
export const percent = (share: number): string =>
  Number.isFinite(share) ? `${signed(share, significant(Math.abs(share) * 100))}\u202f%` : NONE;

/** `0.49 [0.44, 0.54]`. */
export const withInterval = (
  { value, low, high }: { readonly value: number; readonly low: number; readonly high: number },
  digits = 2,
): string =>
  Number.isNaN(low) ? fixed(value, digits) : `${fixed(value, digits)} [${fixed(low, digits)}, ${fixed(high, digits)}]`;

/** Seconds as a person says them. */
export const duration = (seconds: number): string => {
  if (seconds < 1) return `${significant(seconds * 1000)} ms`;
  return seconds < 60 ? `${significant(seconds)} s` : `${significant(seconds / 60)} min`;
};

/** Durations that a person has words for, for an axis that spans them. */
export const ROUND_DURATIONS_SECONDS = [0.01, 0.1, 1, 10, 60, 600];

/** Time of day in UTC, `13:30`. */
export const timeOfDay = (epochSeconds: number): string => {
  const minute = Math.floor(epochSeconds / 60) % 1440;
  return `${pad(Math.floor(minute / 60))}:${pad(minute % 60)}`;
};

const pad = (value: number): string => String(value).padStart(2, '0');
const signed = (value: number, text: string): string => (value < 0 && Number(text) !== 0 ? `${MINUS}${text}` : text);

const significant = (size: number): string => {
  if (size === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(size)));
  return String(Number(size.toFixed(Math.min(digits, 20)))).replace(/e-(\d+)$/, '\u00b710^\u2212$1');
};
