import { ok, type Result } from '#domain/core';
import {
  almgrenChrissSchedule,
  twapSchedule,
  vwapCurveSchedule,
  type InvalidSchedule,
  type Schedule,
  type WorkingHours,
} from '#domain/execution';
import { type Pace } from './work-plan.js';

/** The closed-form schedules that an order can be worked by. */
export type ScheduleName = 'TWAP' | 'VWAP' | 'POV' | 'ALMGREN_CHRISS';

/** What the schedules need beside the order. */
export interface ScheduleParameters {
  /** Intervals of equal length. */
  readonly intervals: number;
  /** POV: the order's share of all volume, own included, in (0, 1). */
  readonly participationRate: number;
  /** Almgren-Chriss: `kappa T`, how often the holding would fall by a factor of e within the horizon; 0 is even. */
  readonly urgency: number;
}

/** The pace of an order of `size` units; VWAP goes by the stylised curve of a session's volume, known beforehand. */
export const schedulePace = (
  name: ScheduleName,
  size: number,
  { intervals, participationRate, urgency }: ScheduleParameters,
  hours: WorkingHours,
): Result<Pace, InvalidSchedule> => {
  switch (name) {
    case 'TWAP':
      return sliced(twapSchedule(size, intervals));
    case 'VWAP':
      return sliced(vwapCurveSchedule(size, intervals, hours));
    case 'POV':
      return ok({ kind: 'VOLUME', rate: participationRate });
    case 'ALMGREN_CHRISS':
      return sliced(urgentSchedule(size, intervals, urgency));
  }
};

/**
 * Almgren and Chriss by urgency alone: with intervals of length 1, unit volatility and unit passing impact the risk aversion of an
 * urgency is `2 (cosh(kappa) - 1)`.
 */
const urgentSchedule = (size: number, intervals: number, urgency: number): Result<Schedule, InvalidSchedule> =>
  almgrenChrissSchedule(
    {
      quantity: size,
      horizon: intervals,
      intervals,
      volatility: 1,
      fixedCost: 0,
      permanentImpact: 0,
      temporaryImpact: 1,
    },
    // cosh(x) - 1 = 2 sinh^2(x/2), which does not lose a small x.
    4 * Math.sinh(urgency / intervals / 2) ** 2,
  );

const sliced = (schedule: Result<Schedule, InvalidSchedule>): Result<Pace, InvalidSchedule> =>
  schedule.ok ? ok({ kind: 'SLICES', slices: schedule.value.slices }) : schedule;
