import { impactCoupling } from './cross-impact.js';
import { shiftedCorrelations, type JointReturns } from './joint-returns.js';

/** What instruments have in common, rows and columns in one order. */
export interface JointMarket {
  readonly instrumentIds: readonly string[];
  /** Standard deviation of the return of a second of trading, as a fraction. */
  readonly volatilitiesPerSqrtSecond: readonly number[];
  readonly correlations: readonly Float64Array[];
  /** `impactCoupling` of them. */
  readonly coupling: readonly Float64Array[];
}

/** What an instrument is, beside how it moves with others; in the order of the joint returns. */
export interface InstrumentScale {
  readonly sessionSeconds: number;
  /** Average daily volume x mid, currency. */
  readonly dailyValue: number;
}

/** `correlationShift` within [-1, 1], as of `shiftedCorrelations`. */
export const jointMarket = (
  { instrumentIds, dailyVolatilities, correlations: stated }: JointReturns,
  scales: readonly InstrumentScale[],
  correlationShift: number,
): JointMarket => {
  const correlations = shiftedCorrelations(stated, correlationShift);
  return {
    instrumentIds,
    volatilitiesPerSqrtSecond: dailyVolatilities.map((sig, i) => sig / Math.sqrt(scales[i]!.sessionSeconds)),
    correlations,
    coupling: impactCoupling(
      correlations,
      dailyVolatilities,
      scales.map(({ dailyValue }) => dailyValue),
    ),
  };
};

/** The same where every volatility is multiplied: correlations and coupling stay. */
export const withVolatility = (market: JointMarket, factor: number): JointMarket => ({
  ...market,
  volatilitiesPerSqrtSecond: market.volatilitiesPerSqrtSecond.map((volatility) => volatility * factor),
});
