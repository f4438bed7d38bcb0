import { isInHours, type MarketTape } from './market-tape.js';

/**
 * Aggressive orders as far as a tape shows them: consecutive signed prints of one moment and one sign are one order that met
 * several resting ones. Those in trading hours that met a two-sided market; sizes in units, mids in price units.
 */
export interface MergedTrades {
  readonly timeNs: Float64Array;
  readonly sign: Float64Array;
  readonly size: Float64Array;
  readonly midBefore: Float64Array;
}

export const mergedTrades = (tape: MarketTape): MergedTrades => {
  const { timeNs, sign, size, midBefore } = tape.trades;
  const merged = {
    timeNs: new Float64Array(timeNs.length),
    sign: new Float64Array(timeNs.length),
    size: new Float64Array(timeNs.length),
    midBefore: new Float64Array(timeNs.length),
  };
  let count = 0;
  for (let i = 0; i < timeNs.length; i += 1) {
    if (sign[i] === 0 || Number.isNaN(midBefore[i]!) || !isInHours(tape, timeNs[i]!)) continue;
    const continues = count > 0 && merged.timeNs[count - 1] === timeNs[i] && merged.sign[count - 1] === sign[i];
    if (continues) {
      merged.size[count - 1]! += size[i]!;
      continue;
    }
    merged.timeNs[count] = timeNs[i]!;
    merged.sign[count] = sign[i]!;
    merged.size[count] = size[i]!;
    merged.midBefore[count] = midBefore[i]!;
    count += 1;
  }
  return {
    timeNs: merged.timeNs.subarray(0, count),
    sign: merged.sign.subarray(0, count),
    size: merged.size.subarray(0, count),
    midBefore: merged.midBefore.subarray(0, count),
  };
};
