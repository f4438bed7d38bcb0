import { formatInstant, ok, type Result, type Side } from '#domain/core';
import { type ForecastTier, type ImpactForecast } from '#domain/impact';
import { type InvalidQuantity } from '#domain/rfq';
import { decidableMarket, marketView, type MarketFailure, type MarketView } from '#application/decidable-market';
import { costView, type CostView } from '#application/forecast-impact';
import {
  type ForecastUnavailable,
  type ImpactModel,
  type InstrumentStates,
  type MarketState,
} from '#application/ports';
import { statedSizes, type StatedSizes } from './stated-sizes.js';

/** At most so many of each: 200 points, one call of the model of a few milliseconds. */
export const CURVE_LIMITS = { sizes: 40, horizons: 5 } as const;

export interface TraceImpactCurveCommand extends StatedSizes {
  readonly instrumentId: string;
  readonly side: Side;
  readonly horizonsSeconds: readonly number[];
  /** Share that crosses the spread, in [0, 1]. */
  readonly aggression: number;
}

export interface CurvePointView {
  /** In units. */
  readonly quantity: number;
  /** Q/V. */
  readonly advFraction: number;
  readonly temporaryBps: number;
  readonly permanentBps: number;
  readonly lastingShiftBps: number;
  readonly slippage: CostView;
  readonly modelVersion: string;
  readonly tier: ForecastTier;
}

/** Forecasts over sizes at one horizon. */
export interface CurveView {
  readonly horizonSeconds: number;
  readonly points: readonly CurvePointView[];
}

export interface ImpactCurve {
  readonly at: string;
  readonly instrumentId: string;
  readonly side: Side;
  readonly market: MarketView;
  readonly curves: readonly CurveView[];
}

export type TraceImpactCurveFailure = MarketFailure | InvalidQuantity | ForecastUnavailable;

/** What blocks of several sizes cost at several horizons, in the market of one moment, by one call of the model. */
export const traceImpactCurve = async (
  ports: { readonly market: MarketState & InstrumentStates; readonly model: ImpactModel },
  command: TraceImpactCurveCommand,
): Promise<Result<ImpactCurve, TraceImpactCurveFailure>> => {
  const { instrumentId, side, horizonsSeconds, aggression } = command;
  const decidable = decidableMarket(ports.market, instrumentId);
  if (!decidable.ok) return decidable;
  const market = decidable.value;
  const features = ports.market.state(instrumentId)?.features ?? null;
  const at = formatInstant(ports.market.now());
  const sizes = statedSizes(command, market);
  if (!sizes.ok) return sizes;
  const forecasts = await ports.model.forecast(
    horizonsSeconds.flatMap((horizonSeconds) =>
      sizes.value.map((quantity) => ({ side, quantity, horizonSeconds, aggression, market, features })),
    ),
  );
  if (!forecasts.ok) return forecasts;
  const { averageDailyVolume } = market.terms;
  return ok({
    at,
    instrumentId,
    side,
    market: marketView(market),
    curves: horizonsSeconds.map((horizonSeconds, h) => ({
      horizonSeconds,
      points: sizes.value.map((quantity, i) =>
        pointView(quantity, averageDailyVolume, forecasts.value[h * sizes.value.length + i]!),
      ),
    })),
  });
};

const pointView = (quantity: number, averageDailyVolume: number, forecast: ImpactForecast): CurvePointView => {
  const { temporaryBps, permanentBps, lastingShiftBps, slippage, modelVersion, tier } = forecast;
  return {
    quantity,
    advFraction: quantity / averageDailyVolume,
    temporaryBps,
    permanentBps,
    lastingShiftBps,
    slippage: costView(slippage),
    modelVersion,
    tier,
  };
};
