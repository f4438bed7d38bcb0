import { err, type Result } from '#domain/core';
import { volumeShare } from '#domain/market-data';
import {
  intervalsFault,
  invalidSchedule,
  proportionalSchedule,
  type InvalidSchedule,
  type Schedule,
} from './schedule.js';

/** When an order is worked; seconds after the open of a session of so many seconds. */
export interface WorkingHours {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly sessionSeconds: number;
}

/** Volume-weighted: in proportion to the volume expected in each interval, in any unit. */
export const vwapSchedule = (quantity: number, expectedVolumes: readonly number[]): Result<Schedule, InvalidSchedule> =>
  proportionalSchedule(quantity, expectedVolumes, 'expectedVolumes');

/** The same by the volume curve of a session, `volumeShare`, over intervals of equal length. */
export const vwapCurveSchedule = (
  quantity: number,
  intervals: number,
  { fromSeconds, toSeconds, sessionSeconds }: WorkingHours,
): Result<Schedule, InvalidSchedule> => {
  const fault = intervalsFault(intervals) ?? hoursFault(fromSeconds, toSeconds, sessionSeconds);
  if (fault !== undefined) return err(fault);
  const shareAt = (i: number): number =>
    volumeShare(fromSeconds + ((toSeconds - fromSeconds) * i) / intervals, sessionSeconds);
  return proportionalSchedule(
    quantity,
    Array.from({ length: intervals }, (_, i) => shareAt(i + 1) - shareAt(i)),
    'toSeconds',
  );
};

const hoursFault = (from: number, to: number, session: number): InvalidSchedule | undefined => {
  if (!(session > 0 && session < Infinity)) {
    return invalidSchedule('sessionSeconds', 'positive and finite', session);
  }
  if (!(from >= 0 && from < session)) return invalidSchedule('fromSeconds', `within [0, ${session})`, from);
  return to > from && to <= session ? undefined : invalidSchedule('toSeconds', `within (${from}, ${session}]`, to);
};
