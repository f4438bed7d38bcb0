import { type MarketSession } from '#domain/market-data';
import { type Execution, type MidHistory } from '#domain/simulation';
import { type PlacedOrder } from './placed-order.js';
import { type ExecutionPath, type Way } from './plan.js';

const NS_PER_SECOND = 1e9;
/** Points of the mid in a picture: one in every few pixels. */
const POINTS = 240;
/** What is shown before the start and after the end, as shares of the horizon. */
const BEFORE = 0.05;
const AFTER = 0.15;

/** An order's fills against the recorded mid around it. */
export const executionPath = (
  { stated, session, order }: PlacedOrder,
  way: Way,
  executions: readonly Execution[],
  mids: MidHistory,
): ExecutionPath => {
  const { priceUnitsPerCurrency, sizeUnitsPerUnit } = session;
  const lastsNs = order.endNs - order.startNs;
  const midAt = (timeNs: number): number => mids.before(timeNs) / priceUnitsPerCurrency;
  return {
    id: stated.id,
    instrumentId: session.instrumentId,
    way,
    side: stated.side,
    orderedUnits: order.size / sizeUnitsPerUnit,
    horizonSeconds: lastsNs / NS_PER_SECOND,
    arrivalMid: midAt(order.startNs),
    mids: Array.from({ length: POINTS + 1 }, (_, i) => {
      const share = -BEFORE + ((1 + BEFORE + AFTER) * i) / POINTS;
      return [(share * lastsNs) / NS_PER_SECOND, midAt(order.startNs + share * lastsNs)] as const;
    }),
    fills: executions.map(({ timeNs, price, size, liquidity }) => ({
      seconds: (timeNs - order.startNs) / NS_PER_SECOND,
      price: price / priceUnitsPerCurrency,
      units: size / sizeUnitsPerUnit,
      isPosted: liquidity === 'ADDED',
    })),
  };
};

/** Pictures are drawn of so many instruments. */
const PICTURED = 3;

/** The largest order of each instrument, of the first few of them. */
export const picturedOrders = (placed: readonly PlacedOrder[]): ReadonlySet<PlacedOrder> => {
  const largest = new Map<MarketSession['instrumentId'], PlacedOrder>();
  for (const order of placed) {
    const { instrumentId } = order.session;
    const found = largest.get(instrumentId);
    if (found === undefined ? largest.size < PICTURED : order.stated.quantityUnits > found.stated.quantityUnits) {
      largest.set(instrumentId, order);
    }
  }
  return new Set(largest.values());
};
