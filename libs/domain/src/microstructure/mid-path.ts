import { type SessionTimeNs } from '#domain/market-data';

/** The mid of a session as a step function: from `timeNs[i]` on it is `mid[i]` (price units), or NaN where there is none. */
export interface MidPath {
  readonly timeNs: Float64Array;
  readonly mid: Float64Array;
}

/** The mid in force at `timeNs`, changes of that very moment included; NaN before the first. */
export const midAt = (path: MidPath, timeNs: SessionTimeNs): number => {
  let low = 0;
  let high = path.timeNs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (path.timeNs[middle]! <= timeNs) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? NaN : path.mid[low - 1]!;
};
