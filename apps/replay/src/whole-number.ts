import { UsageError } from './usage-error.js';

/** A whole number from `least` to `most`. */
export const wholeNumber = (name: string, text: string, least: number, most: number): number => {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most)) {
    throw new UsageError(`--${name} is "${text}"; expected a whole number from ${least} to ${most}`);
  }
  return value;
};
