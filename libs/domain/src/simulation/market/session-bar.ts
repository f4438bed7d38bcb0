import { ok, type Result } from '#domain/core';
import { type DailyBar } from '#domain/market-data';
import { type ImpossibleParameters } from '../impossible-parameters.js';
import { BookEventKind } from '../order-book/index.js';
import { type MarketParameters } from './market-parameters.js';
import { SimulatedMarket } from './simulated-market.js';

/** What a simulated session looks like in a daily history: of its trades, in ticks and units. Where none came, the mid at the open. */
export const simulatedBar = (
  parameters: MarketParameters,
  seed: number,
): Result<Omit<DailyBar, 'date'>, ImpossibleParameters> => {
  const opened = SimulatedMarket.open(parameters, seed);
  if (!opened.ok) return opened;
  const market = opened.value;
  const { midTicks } = market.best;
  let bar = { open: NaN, high: midTicks, low: midTicks, close: midTicks, volume: 0 };
  market.listen((events) => {
    for (let row = 0; row < events.length; row += 1) {
      if (events.kind(row) !== BookEventKind.EXECUTED) continue;
      const price = events.price(row);
      if (bar.volume === 0) bar = { open: price, high: price, low: price, close: price, volume: 0 };
      bar.high = Math.max(bar.high, price);
      bar.low = Math.min(bar.low, price);
      bar.close = price;
      bar.volume += events.quantity(row);
    }
  });
  market.advanceTo(parameters.sessionSeconds);
  return ok(bar.volume === 0 ? { ...bar, open: midTicks } : bar);
};
