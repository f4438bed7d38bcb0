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
 * that share of all volume, its own included: `T = (Q/V) (1 - POV)/POV` days.
 */
export const statedHorizonSeconds = (
  { horizonSeconds, participation }: StatedHorizon,
  quantity: number,
  { averageDailyVolume, sessionSeconds }: InstrumentTerms,
): Result<number, InvalidHorizon> => {
  if (participation === undefined) return ok(horizonSeconds ?? DEFAULT_HORIZON_SECONDS);
  if (horizonSeconds !== undefined) {
    return err(invalid('a block is worked within horizonSeconds or at a participation, not both', 'one of the two'));
  }
  const sizeDays = quantity / averageDailyVolume;
  const seconds = horizonDaysAt(sizeDays, participation) * sessionSeconds;
  if (seconds >= HORIZON_SECONDS.min && seconds <= HORIZON_SECONDS.max) return ok(seconds);
  const rateWithin = (limit: number): number => sizeDays / (sizeDays + limit / sessionSeconds);
  const [slowest, fastest] = [rateWithin(HORIZON_SECONDS.max), rateWithin(HORIZON_SECONDS.min)];
  return err(
    invalid(
      `at a participation of ${participation} the block would take ${seconds} s`,
      `from ${slowest} to ${fastest} for this quantity: ${HORIZON_SECONDS.min} to ${HORIZON_SECONDS.max} s of trading time`,
    ),
  );
};

const invalid = (message: string, allowed: string): InvalidHorizon => ({
  code: 'INVALID_HORIZON',
  field: 'participation',
  message,
  allowed,
});
