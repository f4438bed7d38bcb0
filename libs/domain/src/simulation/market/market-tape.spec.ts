import { describe, expect, it } from '@jest/globals';
import { ASK, BID, EventKind, L2Book, L3Book, MORE_FOLLOWS, StatusCode, type BookSide } from '#domain/market-data';
import { LIQUID_STOCK, type MarketParameters } from './market-parameters.js';
import { simulatedEvents } from './market-tape.js';
import { SimulatedMarket } from './simulated-market.js';

const SHORT: MarketParameters = { ...LIQUID_STOCK, sessionSeconds: 600, warmUpSeconds: 600 };

const events = (seed: number) => {
  const told = simulatedEvents(SHORT, seed);
  if (!told.ok) throw new Error(told.error.message);
  return told.value;
};

/** Everything a session told, as text. */
const told = (seed: number): string => {
  const lines: string[] = [];
  for (const batch of events(seed)) {
    for (let i = 0; i < batch.length; i += 1) {
      lines.push([batch.kind[i], batch.side[i], batch.detail[i], batch.decisionNs[i], batch.price[i]].join(' '));
    }
  }
  return lines.join('\n');
};

describe('the tape of a simulated market', () => {
  it('builds the book that was traded on, order by order, and its volume', () => {
    const levels = new L2Book();
    const book = new L3Book(levels, 'ORDERS');
    const statuses: number[] = [];
    let [volume, before, sequence, splits] = [0, 0, 0, 0];
    for (const batch of events(1)) {
      expect(batch.flags[batch.length - 1]! & MORE_FOLLOWS).toBe(0);
      for (let i = 0; i < batch.length; i += 1) {
        expect(batch.decisionNs[i]).toBeGreaterThanOrEqual(before);
        before = batch.decisionNs[i]!;
        if (batch.sequence[i]! < sequence || batch.sequence[i]! > sequence + 1) splits += 1;
        sequence = batch.sequence[i]!;
        if (batch.kind[i] === EventKind.STATUS) statuses.push(batch.detail[i]!);
        if (batch.kind[i] === EventKind.TRADE) volume += batch.size[i]!;
        if (batch.kind[i] !== EventKind.ORDER) continue;
        book.apply(batch.detail[i]!, batch.orderId[i]!, batch.side[i] as BookSide, batch.price[i]!, batch.size[i]!);
      }
    }
    const opened = SimulatedMarket.open(SHORT, 1);
    if (!opened.ok) throw new Error(opened.error.message);
    const market = opened.value;
    const volumeBefore = market.tradedUnits;
    market.advanceTo(SHORT.sessionSeconds);
    expect([book.unknownOrders, book.duplicateOrders, splits]).toEqual([0, 0, 0]);
    expect(statuses).toEqual([StatusCode.OPEN, StatusCode.CLOSED]);
    expect(volume).toBe(market.tradedUnits - volumeBefore);
    expect(volume).toBeGreaterThan(0);
    expect(book.orderCount).toBe(market.book.orderCount);
    for (const side of [BID, ASK] as const) {
      for (let p = market.book.bestTicks(side); !Number.isNaN(p); p = market.book.nextTicks(side, p)) {
        expect([side, p, levels.sizeAtPrice(side, p)]).toEqual([side, p, market.book.unitsAt(side, p)]);
        expect(book.ordersAt(side, p)).toBe(market.book.ordersAt(side, p));
      }
    }
  });

  it('is of its seed, and can be told again', () => {
    expect(told(3)).toBe(told(3));
    expect(told(3)).not.toBe(told(4));
    const again = events(3);
    const count = (): number => [...again].reduce((sum, batch) => sum + batch.length, 0);
    expect(count()).toBe(count());
  });

  it('an impossible market is refused by name', () => {
    expect(simulatedEvents({ ...SHORT, tickSize: 0 }, 1)).toMatchObject({ ok: false, error: { field: 'tickSize' } });
  });
});
