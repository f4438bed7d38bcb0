import { err, ok, type Failure, type Result } from '#domain/core';

/** An order cut into one child per interval of equal length. */
export interface Schedule {
  /** Units; the sum of the slices. */
  readonly quantity: number;
  /** Units to be traded in each interval, whole numbers from 0 on. */
  readonly slices: readonly number[];
}

export type InvalidSchedule = Failure<'INVALID_SCHEDULE'>;

export const invalidSchedule = (field: string, allowed: string, value: unknown): InvalidSchedule => ({
  code: 'INVALID_SCHEDULE',
  field,
  message: `${field} must be ${allowed}, got ${Number.isNaN(value) ? 'no number' : String(value)}`,
  allowed,
});

/** More intervals than milliseconds in a day are a mistake in units. */
const INTERVALS_MAX = 86_400_000;

/** What is wrong with a quantity in units, if anything. */
export const quantityFault = (quantity: number): InvalidSchedule | undefined =>
  Number.isSafeInteger(quantity) && quantity >= 0
    ? undefined
    : invalidSchedule('quantity', 'a whole number of units from 0 on', quantity);

/** What is wrong with a number of intervals, if anything. */
export const intervalsFault = (intervals: number): InvalidSchedule | undefined =>
  Number.isInteger(intervals) && intervals >= 1 && intervals <= INTERVALS_MAX
    ? undefined
    : invalidSchedule('intervals', `a whole number within [1, ${INTERVALS_MAX}]`, intervals);

/**
 * Cuts a quantity in proportion to weights. What is done by the end of each interval is rounded, not each slice: the sum is
 * exact, and no slice is off by more than a unit.
 */
export const proportionalSchedule = (
  quantity: number,
  weights: readonly number[],
  field: string,
): Result<Schedule, InvalidSchedule> => {
  const fault = quantityFault(quantity) ?? intervalsFault(weights.length);
  if (fault !== undefined) return err(fault);
  const at = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (at >= 0) return err(invalidSchedule(`${field}.${at}`, 'zero or positive, and finite', weights[at]));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0 && total < Infinity)) return err(invalidSchedule(field, 'positive in one interval at least', total));
  let [sum, done] = [0, 0];
  const slices = weights.map((weight, i) => {
    sum += weight;
    const byNow = i === weights.length - 1 ? quantity : Math.min(quantity, Math.round((quantity * sum) / total));
    const slice = byNow - done;
    done = byNow;
    return slice;
  });
  return ok({ quantity, slices });
};
