import { formatInstant, ok, type Instant, type Result, type Side } from '#domain/core';
import { type ImpactForecast, type ImpactRequest } from '#domain/impact';
import { type InvalidQuantity, type QuantityUnit, type QuoteRequest } from '#domain/rfq';
import { decidableBlock, marketView, type MarketFailure, type MarketView } from '#application/decidable-market';
import {
  type FeatureHistory,
  type ForecastUnavailable,
  type ImpactModel,
  type InstrumentStates,
  type MarketState,
} from '#application/ports';
import { type NoFeatures } from '#application/read-features';
import { earlierMoment } from './earlier-moment.js';
import { exceedanceView, forecastView, type ExceedanceView, type ForecastView } from './forecast-view.js';
import { statedHorizonSeconds, type InvalidHorizon, type StatedHorizon } from './stated-horizon.js';
import { trainedView, type TrainedView } from './trained-view.js';

export * from './forecast-view.js';
export { HORIZON_SECONDS, statedHorizonSeconds, type InvalidHorizon, type StatedHorizon } from './stated-horizon.js';
export { type HorizonView, type TrainedView } from './trained-view.js';

export interface ForecastImpactCommand extends StatedHorizon {
  readonly instrumentId: string;
  readonly side: Side;
  readonly quantity: number;
  readonly quantityUnit: QuantityUnit;
  /** Share that crosses the spread, in [0, 1]. */
  readonly aggression: number;
  readonly thresholdsBps: readonly number[];
  /** Absent: now. */
  readonly at?: Instant;
}

export interface ForecastImpactAnswer {
  readonly at: string;
  readonly request: QuoteRequest;
  /** Of now; the terms are from it, and without `at` the spread too. */
  readonly market: MarketView;
  /** Of when the features are; absent where none are known. */
  readonly featuresAsOf?: string;
  readonly forecast: ForecastView;
  readonly exceedance: readonly ExceedanceView[];
  /** Absent where the published formulas answered. */
  readonly trained?: TrainedView;
  /** What the model was asked and answered: from this it is explained. */
  readonly basis: { readonly request: ImpactRequest; readonly forecast: ImpactForecast };
}

export interface ForecastImpactPorts {
  readonly market: MarketState & InstrumentStates;
  readonly featureHistory: FeatureHistory;
  readonly model: ImpactModel;
}

export type ForecastImpactFailure = MarketFailure | InvalidQuantity | InvalidHorizon | NoFeatures | ForecastUnavailable;

/** The distribution of a block's impact in the market of this moment, or as the features of an earlier one tell it. */
export const forecastImpact = async (
  ports: ForecastImpactPorts,
  command: ForecastImpactCommand,
): Promise<Result<ForecastImpactAnswer, ForecastImpactFailure>> => {
  const { instrumentId, side, aggression, at } = command;
  const block = decidableBlock(ports.market, command);
  if (!block.ok) return block;
  const { market, quantity } = block.value;
  const answeredAt = formatInstant(at ?? ports.market.now());
  const horizon = statedHorizonSeconds(command, quantity, market.terms);
  if (!horizon.ok) return horizon;
  const moment =
    at === undefined
      ? ok(block.value)
      : await earlierMoment({ market: ports.market, history: ports.featureHistory }, market, at);
  if (!moment.ok) return moment;
  const request: QuoteRequest = { instrumentId, side, quantity, horizonSeconds: horizon.value };
  const { features } = moment.value;
  const asked = { ...request, aggression, market: moment.value.market, features };
  const forecasts = await ports.model.forecast([asked]);
  if (!forecasts.ok) return forecasts;
  const forecast = forecasts.value[0]!;
  const trained = trainedView(forecast);
  return ok({
    at: answeredAt,
    request,
    market: marketView(market),
    ...(features !== null && { featuresAsOf: features.asOf }),
    forecast: forecastView(forecast),
    exceedance: exceedanceView(forecast.slippage, command.thresholdsBps),
    ...(trained !== undefined && { trained }),
    basis: { request: asked, forecast },
  });
};
