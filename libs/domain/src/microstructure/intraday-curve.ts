import { BPS } from '#domain/core';
import { TradeCondition } from '#domain/market-data';
import { isInHours, type MarketTape } from './market-tape.js';

/** One part of the trading day; what was not seen in it is NaN. */
export interface IntradayBucket {
  /** Seconds from the session's origin. */
  readonly fromSecond: number;
  readonly toSecond: number;
  /** Units traded, auctions left out. */
  readonly volume: number;
  readonly trades: number;
  /** Mean over the seconds, each as it was at its end. */
  readonly spreadBps: number;
  /** Mean of the size at the best prices, both sides together, units. */
  readonly bestDepth: number;
  /** Standard deviation of 5-second mid log returns about zero, scaled to one hour, in bps. */
  readonly hourlyVolatilityBps: number;
}

/** Widths that a bucket may have; a day of 6.5 hours gets half hours, a recording of ten minutes gets minutes. */
const BUCKET_SECONDS = [1800, 600, 300, 60, 10];
const BUCKETS_MIN = 6;
const RETURN_SECONDS = 5;
const RETURNS_MIN = 12;

/** Volume, spread, depth and volatility over the day; empty with less than a minute of data. */
export const intradayCurve = (tape: MarketTape): readonly IntradayBucket[] => {
  const { second } = tape.seconds;
  if (second.length < 60) return [];
  const width = BUCKET_SECONDS.find((seconds) => second.length / seconds >= BUCKETS_MIN) ?? BUCKET_SECONDS.at(-1)!;
  const origin = tape.openNs / 1e9;
  const bucketOf = (endSecond: number): number => Math.floor((endSecond - 1 - origin) / width);
  const buckets = new Map<number, BucketSums>();
  const sumsOf = (bucket: number): BucketSums => {
    const known = buckets.get(bucket) ?? new BucketSums();
    buckets.set(bucket, known);
    return known;
  };
  addSeconds(tape, (endSecond) => sumsOf(bucketOf(endSecond)));
  addTrades(tape, (timeNs) => buckets.get(Math.floor((timeNs / 1e9 - origin) / width)));
  return [...buckets]
    .sort(([a], [b]) => a - b)
    .map(([bucket, sums]) => ({
      fromSecond: origin + bucket * width,
      toSecond: origin + (bucket + 1) * width,
      ...sums.means(),
    }));
};

const addSeconds = ({ seconds }: MarketTape, sumsAt: (endSecond: number) => BucketSums): void => {
  const { second, mid, spread, bestDepth } = seconds;
  for (let i = 0; i < second.length; i += 1) {
    const sums = sumsAt(second[i]!);
    if (Number.isNaN(mid[i]!)) continue;
    sums.seconds += 1;
    sums.spreadBps += (spread[i]! * BPS) / mid[i]!;
    sums.depth += bestDepth[i]!;
    const before = i < RETURN_SECONDS || i % RETURN_SECONDS !== 0 ? NaN : mid[i - RETURN_SECONDS]!;
    if (Number.isNaN(before)) continue;
    sums.returns += 1;
    sums.squaredReturns += Math.log(mid[i]! / before) ** 2;
  }
};

const addTrades = (tape: MarketTape, sumsAt: (timeNs: number) => BucketSums | undefined): void => {
  const { timeNs, size, condition } = tape.trades;
  for (let i = 0; i < timeNs.length; i += 1) {
    if (condition[i] === TradeCondition.AUCTION || !isInHours(tape, timeNs[i]!)) continue;
    const sums = sumsAt(timeNs[i]!);
    if (sums === undefined) continue;
    sums.trades += 1;
    sums.volume += size[i]!;
  }
};

class BucketSums {
  seconds = 0;
  spreadBps = 0;
  depth = 0;
  returns = 0;
  squaredReturns = 0;
  trades = 0;
  volume = 0;

  means(): Omit<IntradayBucket, 'fromSecond' | 'toSecond'> {
    const { seconds, returns } = this;
    const hourly = Math.sqrt(((this.squaredReturns / returns) * 3600) / RETURN_SECONDS) * BPS;
    return {
      volume: this.volume,
      trades: this.trades,
      spreadBps: this.spreadBps / seconds,
      bestDepth: this.depth / seconds,
      hourlyVolatilityBps: returns < RETURNS_MIN ? NaN : hourly,
    };
  }
}
