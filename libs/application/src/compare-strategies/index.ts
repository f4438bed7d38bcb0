import { formatInstant, ok, type Result, type Side } from '#domain/core';
import { strategyRequests, strategyTable, type ScenarioRow } from '#domain/execution';
import { type InvalidQuantity, type QuantityUnit, type QuoteRequest } from '#domain/rfq';
import { decidableBlock, marketView, type MarketFailure, type MarketView } from '#application/decidable-market';
import {
  type ForecastUnavailable,
  type ImpactModel,
  type InstrumentStates,
  type MarketState,
} from '#application/ports';

export interface CompareStrategiesCommand {
  readonly instrumentId: string;
  readonly side: Side;
  readonly quantity: number;
  readonly quantityUnit: QuantityUnit;
  readonly horizonSeconds: number;
  /** The table shows P(slippage > this). */
  readonly thresholdBps: number;
}

/** The strategies for a block beside one another, in the market of one moment. */
export interface ComparedStrategies {
  readonly at: string;
  readonly request: QuoteRequest;
  readonly market: MarketView;
  readonly rows: readonly ScenarioRow[];
}

export type CompareStrategiesFailure = MarketFailure | InvalidQuantity | ForecastUnavailable;

/** What each strategy would cost now; one call of the model for all of them. Nothing is stored. */
export const compareStrategies = async (
  ports: { readonly market: MarketState & InstrumentStates; readonly model: ImpactModel },
  command: CompareStrategiesCommand,
): Promise<Result<ComparedStrategies, CompareStrategiesFailure>> => {
  const decidable = decidableBlock(ports.market, command);
  if (!decidable.ok) return decidable;
  const at = formatInstant(ports.market.now());
  const { instrumentId, side, horizonSeconds, thresholdBps } = command;
  const block = { side, horizonSeconds, ...decidable.value };
  const forecasts = await ports.model.forecast(strategyRequests(block));
  if (!forecasts.ok) return forecasts;
  return ok({
    at,
    request: { instrumentId, side, quantity: block.quantity, horizonSeconds },
    market: marketView(block.market),
    rows: strategyTable(block, forecasts.value, thresholdBps),
  });
};
