import { err, formatInstant, ok, type Instant, type Result, type Side } from '#domain/core';
import { type ImpactForecast, type ImpactRequest } from '#domain/impact';
import { type InvalidQuantity, type QuantityUnit, type QuoteRequest } from '#domain/rfq';
import { decidableBlock, marketView, type MarketFailure, type MarketView } from '#application/decidable-market';
import {
  type FeatureHistory,
  type ForecastUnavailable,
  type ImpactModel,
  type InstrumentStates,
  type MarketState,
  type NamedModels,
  type UnknownModel,
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
  /** Name of a model that answers in place of the one that orders are given to. */
  readonly model?: string;
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
  readonly namedModels: NamedModels;
}

export type ForecastImpactFailure =
  MarketFailure | InvalidQuantity | InvalidHorizon | NoFeatures | UnknownModel | ForecastUnavailable;

/** The distribution of a block's impact in the market of this moment, or as the features of an earlier one tell it. */
export const forecastImpact = async (
  ports: ForecastImpactPorts,
  command: ForecastImpactCommand,
): Promise<Result<ForecastImpactAnswer, ForecastImpactFailure>> => {
  const { instrumentId, side, aggression, at } = command;
  const model = askedModel(ports, command.model);
  if (!model.ok) return model;
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
  const forecasts = await model.value.forecast([asked]);
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

const askedModel = (
  { model, namedModels }: ForecastImpactPorts,
  name: string | undefined,
): Result<ImpactModel, UnknownModel> => {
  const named = name === undefined ? model : namedModels.named(name);
  return named === undefined ? err(unknownName(name!, namedModels.names())) : ok(named);
};

const unknownName = (name: string, names: readonly string[]): UnknownModel => ({
  code: 'UNKNOWN_MODEL',
  field: 'model',
  message: `no model of the name "${name}" is served`,
  allowed: names.length === 0 ? 'nothing: no model is served' : `one of: ${names.join(', ')}`,
});
