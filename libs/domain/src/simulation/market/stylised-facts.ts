import { BPS, type Rng } from '#domain/core';
import { BlockSums, impactCurve, type Estimate, type ImpactCurve } from '#domain/microstructure';
import { type RecordedMetaorder, type SessionRecord } from './session-record.js';

/** What is measured of simulated sessions, each with its 95 % interval over sessions. */
export interface StylisedFacts {
  readonly sessions: number;
  /** Peak impact of the background's metaorders against size over mean daily volume; undefined with too few of them. */
  readonly impact: ImpactCurve | undefined;
  /**
   * Impact that is left some time after a metaorder, as a share of the impact at its end, both net of exogenous jumps and each
   * order counted with the square root of its size: after as long as the order took, and at the close.
   */
  readonly afterToPeak: Estimate;
  readonly closeToPeak: Estimate;
  /** Average price paid above the mid at arrival, as a share of the impact at the end. */
  readonly paidToPeak: Estimate;
  /** gamma: the autocorrelation of the signs of market orders falls as `lag^-gamma`, lags 10 to 316. */
  readonly signExponent: Estimate;
  readonly meanSpreadTicks: Estimate;
  /** Excess kurtosis of returns over 10 and 300 s. */
  readonly kurtosis10s: Estimate;
  readonly kurtosis300s: Estimate;
  /** Standard deviation of a session's log return, per cent. */
  readonly dailyVolatilityPercent: Estimate;
  /** Volatility by sampling interval, bps per square root of hour. */
  readonly signature: readonly { readonly intervalSeconds: number; readonly hourlyBps: Estimate }[];
}

/** Shorter runs of children are no metaorders (reference 10). */
const CHILDREN_MIN = 5;
const LAGS = [10, 18, 32, 56, 100, 178, 316];
const INTERVALS_SECONDS = [1, 5, 30, 60, 300, 900];

/** Measures sessions of equal parameters; `rng` draws the bootstrap. */
export const stylisedFacts = (sessions: readonly SessionRecord[], rng: Rng): StylisedFacts => {
  const of = (
    sumsOf: (session: SessionRecord) => readonly number[],
    statistic: (sums: Float64Array) => number,
  ): Estimate => overSessions(sessions, sumsOf, (sums) => [statistic(sums)], rng)[0]!;
  const ratio = ([top, bottom]: Float64Array): number => top! / bottom!;
  const [after, close, paid] = overSessions(
    sessions,
    impactSums,
    (sums) => [sums[1]! / sums[0]!, sums[2]! / sums[0]!, sums[3]! / sums[0]!],
    rng,
  ) as [Estimate, Estimate, Estimate];
  return {
    sessions: sessions.length,
    impact: impactOf(sessions, rng),
    afterToPeak: after,
    closeToPeak: close,
    paidToPeak: paid,
    signExponent: of(signProducts, signSlope),
    meanSpreadTicks: of(spreadSums, ratio),
    kurtosis10s: of((session) => moments(session, 10), excessKurtosis),
    kurtosis300s: of((session) => moments(session, 300), excessKurtosis),
    dailyVolatilityPercent: of(dailySums, ([squares, n]) => 100 * Math.sqrt(squares! / n!)),
    signature: INTERVALS_SECONDS.map((intervalSeconds) => ({
      intervalSeconds,
      hourlyBps: of(
        (session) => moments(session, intervalSeconds),
        ([n, squares]) => BPS * Math.sqrt(((squares! / n!) * 3600) / intervalSeconds),
      ),
    })),
  };
};

const overSessions = (
  sessions: readonly SessionRecord[],
  sumsOf: (session: SessionRecord) => readonly number[],
  statistics: (sums: Float64Array) => readonly number[],
  rng: Rng,
): readonly Estimate[] => {
  const rows = sessions.map(sumsOf);
  const blocks = new BlockSums(rows[0]?.length ?? 0);
  rows.forEach((row, session) => {
    blocks.of(session).set(row);
  });
  return blocks.estimate(statistics, rng);
};

const measured = (session: SessionRecord): readonly RecordedMetaorder[] =>
  session.metaorders.filter(({ children, units }) => children >= CHILDREN_MIN && units > 0);

const impactOf = (sessions: readonly SessionRecord[], rng: Rng): ImpactCurve | undefined => {
  const dailyVolume = sessions.reduce((sum, { tradedUnits }) => sum + tradedUnits, 0) / sessions.length;
  const rows = sessions.flatMap((session, block) =>
    measured(session).map((order) => ({
      participation: order.units / dailyVolume,
      impactBps: (order.sign * (order.endMid - order.startMid) * BPS) / order.startMid,
      side: order.sign,
      block,
    })),
  );
  const column = (name: 'participation' | 'impactBps' | 'side' | 'block'): Float64Array =>
    Float64Array.from(rows, (row) => row[name]);
  return impactCurve(
    {
      participation: column('participation'),
      impactBps: column('impactBps'),
      side: column('side'),
      block: column('block'),
    },
    rng,
  );
};

/** Impact at the end, after as long again, at the close, and of the average fill. */
const impactSums = (session: SessionRecord): readonly number[] => {
  const { mids, jumped } = session;
  const last = mids.length - 1;
  const net = (second: number): number => mids[second]! - jumped[second]!;
  const sums = [0, 0, 0, 0];
  for (const { sign, startSeconds, endSeconds, units, startMid, endMid, paid } of measured(session)) {
    if (endSeconds > last) continue;
    const weight = sign * Math.sqrt(units);
    const jumpedBefore = jumped[Math.floor(startSeconds)]!;
    const from = startMid - jumpedBefore;
    const after = Math.min(last, Math.ceil(2 * endSeconds - startSeconds));
    sums[0]! += weight * (endMid - jumped[Math.floor(endSeconds)]! - from);
    sums[1]! += weight * (net(after) - from);
    sums[2]! += weight * (net(last) - from);
    sums[3]! += weight * (paid - startMid);
  }
  return sums;
};

/** Per lag: sum of products and their number. */
const signProducts = ({ signs }: SessionRecord): readonly number[] =>
  LAGS.flatMap((lag) => {
    let sum = 0;
    for (let i = lag; i < signs.length; i += 1) sum += signs[i]! * signs[i - lag]!;
    return [sum, Math.max(0, signs.length - lag)];
  });

/** Slope of the log of the autocorrelation on the log of the lag; NaN where one is not positive. */
const signSlope = (sums: Float64Array): number => {
  const x = LAGS.map(Math.log);
  const y = LAGS.map((_, k) => Math.log(sums[2 * k]! / sums[2 * k + 1]!));
  const meanX = x.reduce((sum, value) => sum + value, 0) / x.length;
  const products = x.reduce((sum, value, k) => sum + (value - meanX) * y[k]!, 0);
  return -products / x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
};

const spreadSums = ({ spreads }: SessionRecord): readonly number[] => [
  spreads.reduce((sum, seconds, ticks) => sum + seconds * ticks, 0),
  spreads.reduce((sum, seconds) => sum + seconds, 0),
];

/** Number of log returns over an interval that do not overlap, sums of their squares and fourth powers. */
const moments = ({ mids }: SessionRecord, intervalSeconds: number): readonly number[] => {
  let [n, squares, fourths] = [0, 0, 0];
  for (let i = intervalSeconds; i < mids.length; i += intervalSeconds) {
    const square = Math.log(mids[i]! / mids[i - intervalSeconds]!) ** 2;
    n += 1;
    squares += square;
    fourths += square * square;
  }
  return [n, squares, fourths];
};

const excessKurtosis = ([n, squares, fourths]: Float64Array): number => (n! * fourths!) / squares! ** 2 - 3;

const dailySums = ({ mids }: SessionRecord): readonly number[] => [Math.log(mids.at(-1)! / mids[0]!) ** 2, 1];
