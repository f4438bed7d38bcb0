import { type Instant, type Side } from '#domain/core';
import { type Quote } from '../quote.js';
import { sideFor } from './dealer-quote.js';
import { openLots, type RfqState } from './state.js';

/**
 * The quotes that stand for a client on `side`, in the order in which the dealers were asked, as they are ranked at `at`: in
 * units, and for no more than is still open. One that has expired is among them, with no time left; one that is taken whole
 * or not at all is not, where less is open.
 */
export const standingQuotes = (state: RfqState, side: Side, at: Instant, unitsPerLot: number): readonly Quote[] => {
  const open = openLots(state);
  return [...state.dealers].flatMap(([dealer, { status, quote }]) => {
    const quoted = status === 'QUOTED' && quote !== undefined ? sideFor(quote, side) : undefined;
    if (quote === undefined || quoted === undefined || (quote.allOrNone && quoted.lots > open)) return [];
    return [
      {
        dealer,
        price: quoted.price,
        quantity: Math.min(quoted.lots, open) * unitsPerLot,
        validForMs: Number(quote.validUntil - at) / 1e6,
        lastLookMs: quote.lastLookMs,
      },
    ];
  });
};
