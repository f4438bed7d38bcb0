import {
  exceedanceProbability,
  expectedShortfallBps,
  participationRate,
  quantileBps,
  RISK_PROBABILITY,
  workedOrder,
  type CostDistribution,
  type ForecastTier,
  type Identification,
  type ImpactForecast,
  type ImpactRequest,
} from '#domain/impact';
import { riskAdjustedBps } from '#domain/scoring';
import { STRATEGIES, type Strategy, type StrategyName } from './strategy.js';

/** A block to be worked by one of the strategies, within `horizonSeconds`. */
export type Block = Omit<ImpactRequest, 'aggression'>;

/** What one strategy is forecast to cost; bps of arrival mid, positive is worse. */
export interface ScenarioRow {
  readonly strategy: StrategyName;
  readonly horizonSeconds: number;
  readonly aggression: number;
  /** The order's share of all volume while it is worked, its own included. */
  readonly participationRate: number;
  readonly temporaryBps: number;
  /** The share of the lasting shift that the fills pay. */
  readonly permanentBps: number;
  /** Arrival to average fill, expected: the sum of both. */
  readonly slippageBps: number;
  /** The full lasting shift of the mid. */
  readonly lastingShiftBps: number;
  readonly exceedanceThresholdBps: number;
  /** P(slippage > exceedanceThresholdBps). */
  readonly exceedanceProbability: number;
  /** Slippage not exceeded with 95 % probability. */
  readonly valueAtRiskBps: number;
  /** Mean slippage of the worst 5 %. */
  readonly expectedShortfallBps: number;
  readonly slippage: CostDistribution;
  readonly modelVersion: string;
  readonly tier: ForecastTier;
  readonly identification: Identification;
}

/** The threshold of the table's probability column unless another is asked for. */
const EXCEEDANCE_THRESHOLD_BPS = 10;

/** What to ask the impact model, one request per strategy in the order of `STRATEGIES`. */
export const strategyRequests = (block: Block): readonly ImpactRequest[] =>
  STRATEGIES.map((strategy) => strategyRequest(block, strategy));

/**
 * One row per strategy, in the order of `STRATEGIES`. `forecasts` begins with the answers to `strategyRequests(block)`;
 * what follows them in the same batch is left alone.
 *
 * Throws RangeError when an answer is missing, the threshold is not finite, or the block is out of the model's range.
 */
export const strategyTable = (
  block: Block,
  forecasts: readonly ImpactForecast[],
  exceedanceThresholdBps = EXCEEDANCE_THRESHOLD_BPS,
): readonly ScenarioRow[] => {
  if (!Number.isFinite(exceedanceThresholdBps)) {
    throw new RangeError(`exceedanceThresholdBps must be finite, got ${exceedanceThresholdBps}`);
  }
  return STRATEGIES.map((strategy, i) => {
    const forecast = forecasts[i];
    if (forecast === undefined) throw new RangeError(`forecasts: none for ${strategy.name}`);
    return scenarioRow(strategy.name, strategyRequest(block, strategy), forecast, exceedanceThresholdBps);
  });
};

const strategyRequest = (block: Block, { horizonFraction, aggression }: Strategy): ImpactRequest => ({
  side: block.side,
  quantity: block.quantity,
  horizonSeconds: block.horizonSeconds * horizonFraction,
  aggression,
  market: block.market,
  features: block.features,
});

const scenarioRow = (
  strategy: StrategyName,
  request: ImpactRequest,
  forecast: ImpactForecast,
  exceedanceThresholdBps: number,
): ScenarioRow => ({
  strategy,
  horizonSeconds: request.horizonSeconds,
  aggression: request.aggression,
  participationRate: participationRate(workedOrder(request)),
  temporaryBps: forecast.temporaryBps,
  permanentBps: forecast.permanentBps,
  slippageBps: forecast.slippage.meanBps,
  lastingShiftBps: forecast.lastingShiftBps,
  exceedanceThresholdBps,
  exceedanceProbability: exceedanceProbability(forecast.slippage, exceedanceThresholdBps),
  valueAtRiskBps: quantileBps(forecast.slippage, RISK_PROBABILITY),
  expectedShortfallBps: expectedShortfallBps(forecast.slippage, RISK_PROBABILITY),
  slippage: forecast.slippage,
  modelVersion: forecast.modelVersion,
  tier: forecast.tier,
  identification: forecast.identification,
});

/**
 * The row of least `E[cost] + riskAversion x CVaR` (reference 4), the first of equals: the best way to work the order.
 * Throws RangeError when there are no rows or the aversion is negative or not finite.
 */
export const bestAlternative = (rows: readonly ScenarioRow[], riskAversion: number): ScenarioRow => {
  if (!(riskAversion >= 0 && riskAversion < Infinity)) {
    throw new RangeError(`riskAversion must be zero or positive, and finite, got ${riskAversion}`);
  }
  let [best] = rows;
  if (best === undefined) throw new RangeError('rows: none to choose from');
  for (const row of rows) {
    if (riskAdjustedBps(row.slippage, riskAversion) < riskAdjustedBps(best.slippage, riskAversion)) best = row;
  }
  return best;
};
