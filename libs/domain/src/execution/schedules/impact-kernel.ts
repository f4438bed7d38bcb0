import { err, ok, type Result } from '#domain/core';
import { invalidSchedule, type InvalidSchedule } from './schedule.js';

/** How impact decays: the share of a trade's impact that is left some seconds later. */
export type ImpactKernel =
  /** `exp(-rho t)` (Obizhaeva and Wang 2013). */
  | { readonly kind: 'EXPONENTIAL'; readonly resiliencePerSecond: number }
  /** `(l0^2 / (l0^2 + t^2))^(b/2)`: the propagator (reference 1). */
  | { readonly kind: 'POWER_LAW'; readonly lagSeconds: number; readonly exponent: number };

export const kernelShare = (kernel: ImpactKernel, seconds: number): number => {
  if (kernel.kind === 'EXPONENTIAL') return Math.exp(-kernel.resiliencePerSecond * seconds);
  return (1 + (seconds / kernel.lagSeconds) ** 2) ** (-kernel.exponent / 2);
};

/** Of the smallest pivot of the kernel matrix: below it trades at different times cannot be told apart. */
const PIVOT_LEAST = 1e-10;

/**
 * `G(|t_i - t_j|)` at times in seconds. Refuses a kernel whose matrix is singular, such as one that does not decay: then the order may
 * be split in any way at the same cost, and no schedule is the best.
 */
export const kernelMatrix = (
  kernel: ImpactKernel,
  times: readonly number[],
): Result<readonly Float64Array[], InvalidSchedule> => {
  const fault = kernelFault(kernel);
  if (fault !== undefined) return err(fault);
  const matrix = times.map((time) => Float64Array.from(times, (other) => kernelShare(kernel, Math.abs(time - other))));
  const pivot = smallestPivot(matrix);
  return pivot > PIVOT_LEAST
    ? ok(matrix)
    : err(invalidSchedule('kernel', 'such that its matrix is not singular: decaying within an interval', pivot));
};

const kernelFault = (kernel: ImpactKernel): InvalidSchedule | undefined => {
  const positive = (field: string, value: number): InvalidSchedule | undefined =>
    value > 0 && value < Infinity ? undefined : invalidSchedule(`kernel.${field}`, 'positive and finite', value);
  if (kernel.kind === 'EXPONENTIAL') return positive('resiliencePerSecond', kernel.resiliencePerSecond);
  return positive('lagSeconds', kernel.lagSeconds) ?? positive('exponent', kernel.exponent);
};

/** Of the decomposition L D L'. */
const smallestPivot = (matrix: readonly Float64Array[]): number => {
  const a = matrix.map((row) => Float64Array.from(row));
  let least = Infinity;
  for (let k = 0; k < a.length; k += 1) {
    const pivot = a[k]![k]!;
    least = Math.min(least, pivot);
    if (!(pivot > 0)) break;
    for (let i = k + 1; i < a.length; i += 1) {
      const factor = a[i]![k]! / pivot;
      for (let j = k + 1; j < a.length; j += 1) a[i]![j]! -= factor * a[k]![j]!;
    }
  }
  return least;
};
