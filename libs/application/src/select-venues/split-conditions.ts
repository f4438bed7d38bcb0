import { BPS, type Side } from '#domain/core';
import { HEDGE_AGGRESSION, type ImpactForecast, type ImpactRequest } from '#domain/impact';
import { spreadBps, type TwoSidedMarket } from '#domain/market-data';
import { type VenueProblem } from '#domain/venues';
import { type FeatureSnapshot } from '#domain/features';
import { type StatedSplit } from './stated-split.js';

const { hypot, log, max, min, sqrt } = Math;

/** A block whose impact is asked in the market of one moment. */
interface AskedBlock {
  readonly order: Pick<StatedSplit, 'horizonSeconds'> & { readonly side: Side };
  readonly quantity: number;
  readonly market: TwoSidedMarket;
  readonly features: FeatureSnapshot | null;
}

/** Of the block: the smaller size that the model is asked about, to know how impact grows. */
const SMALLER = 4;
/** Where the model knows no impact of the smaller size: the square root. */
const USUAL_EXPONENT = 0.5;

/** What the impact model is asked: the block taken whole, a quarter of it, and the block as a dealer hedges it. */
export const splitRequests = ({ order, quantity, market, features }: AskedBlock): readonly ImpactRequest[] => {
  const { side, horizonSeconds } = order;
  const worked = { side, horizonSeconds, market, features };
  return [
    { ...worked, quantity, aggression: 1 },
    { ...worked, quantity: quantity / SMALLER, aggression: 1 },
    { ...worked, quantity, aggression: HEDGE_AGGRESSION },
  ];
};

/** Forecasts in the order of `splitRequests`, by what they are of. */
export const splitForecasts = (forecasts: readonly ImpactForecast[]) => {
  const [taken, quarter, hedge] = forecasts;
  return { taken: taken!, quarter: quarter!, hedge: hedge! };
};

/**
 * The lit market as the model and the moment say: half the spread, impact of taking the block and how it grows with size, timing risk, and
 * what the model itself does not know.
 */
export const splitConditions = (
  { horizonSeconds, alphaBps }: StatedSplit,
  market: TwoSidedMarket,
  forecasts: readonly ImpactForecast[],
  referenceUnits: number,
): VenueProblem['conditions'] => {
  const { taken, quarter } = splitForecasts(forecasts);
  const halfSpreadBps = spreadBps(market) / 2;
  const impactBps = max(0, taken.slippage.meanBps - halfSpreadBps);
  const smallerBps = quarter.slippage.meanBps - halfSpreadBps;
  const { dailyVolatility, sessionSeconds } = market.terms;
  return {
    halfSpreadBps,
    takerFeeBps: 0,
    volatilityBpsPerSqrtSecond: (dailyVolatility * BPS) / sqrt(sessionSeconds),
    horizonSeconds,
    workSeconds: horizonSeconds,
    driftBpsPerSecond: alphaBps / horizonSeconds,
    impactBps,
    referenceUnits,
    exponent:
      impactBps > 0 && smallerBps > 0 ? min(1, max(0, log(impactBps / smallerBps) / log(SMALLER))) : USUAL_EXPONENT,
    residualSdBps: hypot(...taken.residual.map(({ kind, sdBps }) => (kind === 'MODEL' ? sdBps : 0))),
  };
};
