import { BookEventKind } from '#domain/simulation';
import { openMarket } from './agents-market.mjs';
import { Trace } from './trace.mjs';

const MAX_QUANTITY = 1_000_000_000;

/** Every request that the agents of a session sent to the book; the `opening` ones before them lay in what rests at the open. */
export const agentsTrace = (sessionSeconds, seed, parameters) => {
  const market = openMarket(sessionSeconds, seed, parameters);
  const trace = new Trace();
  trace.layIn(market.book);
  const opening = trace.length;
  market.listen((events) => {
    requestOf(events, trace);
  });
  market.advanceTo(sessionSeconds);
  const { initialMidTicks } = market.parameters;
  const band = { lowestPriceTicks: 1, highestPriceTicks: 2 * initialMidTicks, maxQuantity: MAX_QUANTITY };
  return { band, opening, requests: trace.columns() };
};

/** The request that did this. What does not wait traded all it wanted: a market order does the same. */
const requestOf = (events, trace) => {
  const [kind, id, side] = [events.kind(0), events.orderId(0), events.side(0)];
  const last = events.kind(events.length - 1);
  if (kind === BookEventKind.CANCELLED) trace.cancel(id);
  else if (last === BookEventKind.RESTED) trace.limit(id, side, events.price(0), events.quantity(0));
  else if (last === BookEventKind.EXECUTED) trace.market(side, events.quantity(0));
  else throw new Error(`the bench knows no request that ends with an event ${last}`);
};
