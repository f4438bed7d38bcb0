import {
  exceedanceProbability,
  expectedShortfallBps,
  quantileBps,
  RISK_PROBABILITY,
  type CostDistribution,
  type ForecastFallback,
  type ForecastFlag,
  type ForecastTier,
  type Identification,
  type ImpactForecast,
  type ResidualComponent,
} from '#domain/impact';

/** Probabilities at which every distribution is shown. */
export const SHOWN_PROBABILITIES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

export interface QuantileView {
  readonly probability: number;
  readonly bps: number;
}

/** A cost distribution as it is shown: never a point alone. */
export interface CostView {
  readonly meanBps: number;
  readonly sdBps: number;
  readonly quantiles: readonly QuantileView[];
  /** Cost not exceeded with 95 % probability. */
  readonly valueAtRiskBps: number;
  /** Mean cost of the worst 5 %. */
  readonly expectedShortfallBps: number;
}

/** A forecast as it is shown, with where its numbers come from. */
export interface ForecastView {
  readonly modelVersion: string;
  readonly tier: ForecastTier;
  readonly identification: Identification;
  readonly temporaryBps: number;
  readonly permanentBps: number;
  readonly lastingShiftBps: number;
  readonly slippage: CostView;
  readonly residual: readonly ResidualComponent[];
  readonly members: ImpactForecast['members'];
  /** Absent where the first link of the chain answered. */
  readonly fallback?: ForecastFallback;
  /** Absent from the parametric tier. */
  readonly flags?: readonly ForecastFlag[];
}

export interface ExceedanceView {
  readonly thresholdBps: number;
  readonly probability: number;
}

export const costView = (cost: CostDistribution): CostView => ({
  meanBps: cost.meanBps,
  sdBps: cost.sdBps,
  quantiles: SHOWN_PROBABILITIES.map((probability) => ({ probability, bps: quantileBps(cost, probability) })),
  valueAtRiskBps: quantileBps(cost, RISK_PROBABILITY),
  expectedShortfallBps: expectedShortfallBps(cost, RISK_PROBABILITY),
});

export const forecastView = (forecast: ImpactForecast): ForecastView => ({
  modelVersion: forecast.modelVersion,
  tier: forecast.tier,
  identification: forecast.identification,
  temporaryBps: forecast.temporaryBps,
  permanentBps: forecast.permanentBps,
  lastingShiftBps: forecast.lastingShiftBps,
  slippage: costView(forecast.slippage),
  residual: forecast.residual,
  members: forecast.members,
  // Decisions of before these were told replay byte for byte: what is absent stays absent.
  ...(forecast.fallback !== undefined && { fallback: forecast.fallback }),
  ...(forecast.trained !== undefined && { flags: forecast.trained.flags }),
});

/** P(cost > x) for each threshold. */
export const exceedanceView = (cost: CostDistribution, thresholdsBps: readonly number[]): readonly ExceedanceView[] =>
  thresholdsBps.map((thresholdBps) => ({ thresholdBps, probability: exceedanceProbability(cost, thresholdBps) }));
