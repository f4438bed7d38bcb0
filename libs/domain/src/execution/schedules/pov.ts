import { err, ok, type Result } from '#domain/core';
import { intervalsFault, invalidSchedule, quantityFault, type InvalidSchedule, type Schedule } from './schedule.js';

/**
 * Units that are to be done by now so that they are a share `rate` of all volume, their own included:
 * `rate / (1 - rate)` of what the others traded, at most the quantity. Expects a quantity and rate that `povSchedule` takes.
 */
export const povTarget = (quantity: number, rate: number, othersVolume: number): number =>
  Math.min(quantity, Math.floor((othersVolume * rate) / (1 - rate)));

/**
 * Percentage of volume over the volumes that others are expected to trade in each interval: a share `rate`, in (0, 1), of all
 * volume, own included, until the quantity is done. Refuses `rate` when the expected volume does not suffice for it.
 */
export const povSchedule = (
  quantity: number,
  rate: number,
  expectedVolumes: readonly number[],
): Result<Schedule, InvalidSchedule> => {
  const fault = quantityFault(quantity) ?? intervalsFault(expectedVolumes.length) ?? rateFault(rate);
  if (fault !== undefined) return err(fault);
  const at = expectedVolumes.findIndex((volume) => !(volume >= 0 && volume < Infinity));
  if (at >= 0) {
    return err(invalidSchedule(`expectedVolumes.${at}`, 'zero or positive, and finite', expectedVolumes[at]));
  }
  let [volume, done] = [0, 0];
  const slices = expectedVolumes.map((more) => {
    volume += more;
    const slice = povTarget(quantity, rate, volume) - done;
    done += slice;
    return slice;
  });
  if (done === quantity) return ok({ quantity, slices });
  const least = quantity / (quantity + volume);
  return err(invalidSchedule('rate', `at least ${least.toPrecision(4)}, or the volume does not suffice`, rate));
};

const rateFault = (rate: number): InvalidSchedule | undefined =>
  rate > 0 && rate < 1 ? undefined : invalidSchedule('rate', 'above 0 and below 1', rate);
