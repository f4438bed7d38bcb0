import { err, ok, type Failure, type Result } from '#domain/core';
import { horizonDaysAt } from '#domain/impact';
import { type InstrumentTerms } from '#domain/market-data';

/** How long a block is worked, stated in one way or the other; neither: half an hour. */
export interface StatedHorizon {
  readonly horizonSeconds?: number;
  /** The order's share of all volume while it is worked, its own included, in (0, 1). */
  readonly participation?: number;
}

export type InvalidHorizon = Failure<'INVALID_HORIZON'>;

const DEFAULT_HORIZON_SECONDS = 1_800;

/** Bounds of every horizon that is asked about, in seconds of trading time. */
export const HORIZON_SECONDS = { min: 1, max: 864_000 } as const;

/**
 * The horizon of `quantity` units in seconds of trading time. At a participation rate POV it is the time in which the order is
 * that share of all volume, its own included: `T = (Q/V) (1 - POV)/POV` days. `place` stands before the names of the fields.
 */
export const statedHorizonSeconds = (
  { horizonSeconds, participation }: StatedHorizon,
  quantity: number,
  { averageDailyVolume, sessionSeconds }: InstrumentTerms,
  place = '',
): Result<number, InvalidHorizon> => {
  const { min, max } = HORIZON_SECONDS;
  if (participation === undefined) {
    const stated = horizonSeconds ?? DEFAULT_HORIZON_SECONDS;
    if (stated >= min && stated <= max) return ok(stated);
    const message = `a block is not worked within ${stated} s`;
    return err(invalid(`${place}horizonSeconds`, message, `from ${min} to ${max} s of trading time`));
  }
  const field = `${place}participation`;
  if (horizonSeconds !== undefined) {
    const message = 'a block is worked within horizonSeconds or at a participation, not both';
    return err(invalid(field, message, 'one of the two'));
  }
  if (!(participation > 0 && participation < 1)) {
    const message = `no order is a share of ${participation} of all volume`;
    return err(invalid(field, message, 'above 0 and below 1'));
  }
  const sizeDays = quantity / averageDailyVolume;
  const seconds = horizonDaysAt(sizeDays, participation) * sessionSeconds;
  if (seconds >= min && seconds <= max) return ok(seconds);
  const rateWithin = (limit: number): number => sizeDays / (sizeDays + limit / sessionSeconds);
  return err(
    invalid(
      field,
      `at a participation of ${participation} the block would take ${seconds} s`,
      `from ${rateWithin(max)} to ${rateWithin(min)} for this quantity: ${min} to ${max} s of trading time`,
    ),
  );
};

const invalid = (field: string, message: string, allowed: string): InvalidHorizon => ({
  code: 'INVALID_HORIZON',
  field,
  message,
  allowed,
});
