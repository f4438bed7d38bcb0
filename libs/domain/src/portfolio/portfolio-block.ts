import { type Side } from '#domain/core';
import { type ImpactForecast } from '#domain/impact';

/** One block of a portfolio that is traded from now on, evenly over its horizon, with what the served model forecasts of it alone. */
export interface PortfolioBlock {
  readonly instrumentId: string;
  readonly side: Side;
  /** Quantity x arrival mid, in the portfolio's currency; positive. */
  readonly value: number;
  /** In trading time. */
  readonly horizonSeconds: number;
  /** Half of the spread for the share that crosses it, bps of the value. */
  readonly spreadPaidBps: number;
  readonly forecast: Pick<ImpactForecast, 'temporaryBps' | 'permanentBps' | 'slippage'>;
}
