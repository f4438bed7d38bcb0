import { err, type Result } from '#domain/core';
import { intervalsFault, proportionalSchedule, type InvalidSchedule, type Schedule } from './schedule.js';

/** Time-weighted: the same in every interval, to a unit. */
export const twapSchedule = (quantity: number, intervals: number): Result<Schedule, InvalidSchedule> => {
  const fault = intervalsFault(intervals);
  return fault === undefined
    ? proportionalSchedule(quantity, new Array<number>(intervals).fill(1), 'intervals')
    : err(fault);
};
