import { ASK, BID, EventKind, OrderAction } from '#domain/market-data';
import { openSession } from '../market-data/recordings.mjs';
import { Trace } from './trace.mjs';

const BAND = { lowestPriceTicks: 1, highestPriceTicks: 200_000, maxQuantity: 1_000_000 };

/**
 * A recorded session with its orders as the requests that made it: an order that comes is a limit order, one that goes is
 * cancelled, executions of one moment and side are a market order of all their units. What a request does is left to the
 * engine. A partial cancellation, of which there are few, is left out.
 */
export const recordedTrace = async (paths) => {
  const session = await openSession(paths);
  const trace = new Trace();
  const left = new Map();
  const taken = { units: 0, side: BID, timeNs: 0 };
  const take = () => {
    if (taken.units > 0) trace.market(taken.side, taken.units);
    taken.units = 0;
  };
  for await (const { length, kind, detail, orderId, side, price, size, decisionNs } of session.events()) {
    for (let row = 0; row < length; row += 1) {
      if (kind[row] !== EventKind.ORDER) continue;
      const [action, id, units] = [detail[row], orderId[row], size[row]];
      const taker = side[row] === BID ? ASK : BID;
      const goesOn = action === OrderAction.EXECUTE && taken.side === taker && taken.timeNs === decisionNs[row];
      if (!goesOn) take();
      if (action === OrderAction.ADD) trace.limit(id, side[row], price[row] / session.tickUnits, units);
      else if (action === OrderAction.DELETE) trace.cancel(id);
      else if (action === OrderAction.EXECUTE) {
        taken.units += left.get(id) - units;
        taken.side = taker;
        taken.timeNs = decisionNs[row];
      }
      left.set(id, units);
    }
  }
  take();
  return { band: BAND, opening: 0, requests: trace.columns() };
};
