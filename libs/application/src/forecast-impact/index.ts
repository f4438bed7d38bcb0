import { formatInstant, ok, type Result, type Side } from '#domain/core';
import { type InvalidQuantity, type QuantityUnit, type QuoteRequest } from '#domain/rfq';
import { decidableBlock, marketView, type MarketFailure, type MarketView } from '#application/decidable-market';
import {
  type ForecastUnavailable,
  type ImpactModel,
  type InstrumentStates,
  type MarketState,
} from '#application/ports';
import { exceedanceView, forecastView, type ExceedanceView, type ForecastView } from './forecast-view.js';

export * from './forecast-view.js';

export interface ForecastImpactCommand {
  readonly instrumentId: string;
  readonly side: Side;
  readonly quantity: number;
  readonly quantityUnit: QuantityUnit;
  readonly horizonSeconds: number;
  /** Share that crosses the spread, in [0, 1]. */
  readonly aggression: number;
  readonly thresholdsBps: readonly number[];
}

export interface ForecastImpactAnswer {
  readonly at: string;
  readonly request: QuoteRequest;
  readonly market: MarketView;
  readonly forecast: ForecastView;
  readonly exceedance: readonly ExceedanceView[];
}

export type ForecastImpactFailure = MarketFailure | InvalidQuantity | ForecastUnavailable;

/** The distribution of a block's impact in the market of this moment. */
export const forecastImpact = async (
  ports: { readonly market: MarketState & InstrumentStates; readonly model: ImpactModel },
  command: ForecastImpactCommand,
): Promise<Result<ForecastImpactAnswer, ForecastImpactFailure>> => {
  const block = decidableBlock(ports.market, command);
  if (!block.ok) return block;
  const { market, features, quantity } = block.value;
  const at = formatInstant(ports.market.now());
  const request: QuoteRequest = {
    instrumentId: command.instrumentId,
    side: command.side,
    quantity,
    horizonSeconds: command.horizonSeconds,
  };
  const forecasts = await ports.model.forecast([{ ...request, aggression: command.aggression, market, features }]);
  if (!forecasts.ok) return forecasts;
  const [forecast] = forecasts.value;
  return ok({
    at,
    request,
    market: marketView(market),
    forecast: forecastView(forecast!),
    exceedance: exceedanceView(forecast!.slippage, command.thresholdsBps),
  });
};
