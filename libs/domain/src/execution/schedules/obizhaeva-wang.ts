import { err, ok, type Result } from '#domain/core';
import { invalidSchedule, type InvalidSchedule } from './schedule.js';

/** Two blocks and an even rate between them. */
export interface BlocksAndRate {
  /** Units at the start, and as many at the end. */
  readonly block: number;
  /** Units per time in between. */
  readonly rate: number;
}

/**
 * The optimal schedule where impact decays exponentially with resilience rho and nobody minds risk: blocks `X / (rho T + 2)` at both
 * ends, rate `rho X / (rho T + 2)` between them (Obizhaeva and Wang, "Optimal trading strategy and supply/demand dynamics",
 * Journal of Financial Markets 16(1), 2013). Any unit of time, if both use it.
 */
export const obizhaevaWang = (
  quantity: number,
  horizon: number,
  resilience: number,
): Result<BlocksAndRate, InvalidSchedule> => {
  for (const [field, value] of Object.entries({ quantity, horizon, resilience })) {
    if (!(value > 0 && value < Infinity)) return err(invalidSchedule(field, 'positive and finite', value));
  }
  const block = quantity / (resilience * horizon + 2);
  return ok({ block, rate: resilience * block });
};
