import { err, formatInstant, ok, type Result } from '#domain/core';
import { frontier, type Frontier, type PlanFailure } from '#domain/execution';
import { type QuoteRequest } from '#domain/rfq';
import { marketView, type MarketView } from '#application/decidable-market';
import { forecastView, type ForecastView } from '#application/forecast-impact';
import { orderAtNow, type OrderCommand, type PlanningFailure, type PlanningPorts } from './order-at-now.js';
import { inRequestTerms, plannerProblem } from './planned-order.js';

export interface TraceFrontierCommand extends OrderCommand {
  /** Of the points, per bps. */
  readonly riskAversions: readonly number[];
  /** Of the value at risk, within [0.5, 1). */
  readonly probability: number;
}

/** What an order costs against how unsure that is, pace by pace, in the market of one moment. */
export interface FrontierView extends Frontier {
  readonly at: string;
  readonly request: QuoteRequest;
  readonly market: MarketView;
  /** Of the order worked evenly. */
  readonly forecast: ForecastView;
}

/** The efficient frontier of an order in the market of this moment. Nothing is stored. */
export const traceFrontier = async (
  ports: PlanningPorts,
  command: TraceFrontierCommand,
): Promise<Result<FrontierView, PlanningFailure>> => {
  const planned = await orderAtNow(ports, command);
  if (!planned.ok) return planned;
  const stated = plannerProblem(planned.value, 2);
  if (!stated.ok) return stated;
  const { problem } = stated.value;
  const { riskAversions, probability, instrumentId, side, horizonSeconds } = command;
  const traced = frontier({ ...problem, strategy: { kind: 'TWAP' } }, riskAversions, probability);
  if (!traced.ok) return err(inRequestTerms(withoutStrategy(traced.error)));
  const { quantity, market, forecasts } = planned.value;
  return ok({
    ...traced.value,
    at: formatInstant(ports.market.now()),
    request: { instrumentId, side, quantity, horizonSeconds },
    market: marketView(market),
    forecast: forecastView(forecasts[0]!),
  });
};

/** A frontier has no strategy: what the planner says of one is about the probability. */
const withoutStrategy = (failure: PlanFailure): PlanFailure =>
  failure.field?.startsWith('strategy.') === true
    ? {
        ...failure,
        field: failure.field.replace('strategy.', ''),
        message: failure.message.replace('strategy.', ''),
      }
    : failure;
