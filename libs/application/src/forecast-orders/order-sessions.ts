import { formatInstant, type Instant } from '#domain/core';
import { exchangeMidnight, type MarketSession, type SessionTimeNs } from '#domain/market-data';
import { type OrderFault, type StatedOrder } from './stated-order.js';

const NS_PER_MS = 1e6;
const NS_PER_DAY = 86_400e9;
const MAX_LISTED = 20;

/** Where an order arrives. */
export interface Arrival {
  readonly order: StatedOrder;
  readonly session: MarketSession;
  /** A whole millisecond of the session's time. */
  readonly startMs: number;
}

/** Finds the session in whose trading hours an order arrives. Built once for all orders of a list. */
export class OrderSessions {
  private readonly bySymbol = new Map<string, MarketSession[]>();
  private readonly midnights = new Map<string, Instant | undefined>();

  constructor(sessions: readonly MarketSession[]) {
    for (const session of sessions) {
      const symbol = session.instrumentId.toUpperCase();
      const same = this.bySymbol.get(symbol);
      if (same === undefined) this.bySymbol.set(symbol, [session]);
      else same.push(session);
    }
  }

  find(order: StatedOrder): Arrival | OrderFault {
    const sessions = this.bySymbol.get(order.symbol);
    if (sessions === undefined) {
      const known = [...this.bySymbol.keys()].slice(0, MAX_LISTED).join(', ');
      return { field: 'symbol', message: `there is no session of ${order.symbol}`, allowed: `one of ${known}` };
    }
    let closed: MarketSession | undefined;
    for (const session of sessions) {
      const midnightNs = this.midnightOf(order.day, session);
      if (midnightNs === undefined) return noSuchDay(order);
      const startNs = midnightNs + order.startMs * NS_PER_MS;
      if (startNs >= session.openNs && startNs < session.closeNs)
        return { order, session, startMs: startNs / NS_PER_MS };
      if (session.openNs < midnightNs + NS_PER_DAY && session.closeNs > midnightNs) closed = session;
    }
    return closed === undefined ? noSession(order, sessions) : outsideHours(order, closed);
  }

  /** The start of the exchange's day, as a time of the session. */
  private midnightOf(day: string, session: MarketSession): SessionTimeNs | undefined {
    const timeZone = session.terms?.tradingHours?.timeZone ?? 'UTC';
    const key = `${day} ${timeZone}`;
    if (!this.midnights.has(key)) this.midnights.set(key, exchangeMidnight(day, timeZone));
    const midnight = this.midnights.get(key);
    return midnight === undefined ? undefined : Number(midnight - session.origin);
  }
}

const noSuchDay = ({ day }: StatedOrder): OrderFault => ({
  field: 'day',
  message: `there is no day ${day}`,
  allowed: 'a day of the calendar',
});

const noSession = ({ symbol, day }: StatedOrder, sessions: readonly MarketSession[]): OrderFault => ({
  field: 'day',
  message: `there is no session of ${symbol} on ${day}`,
  allowed: `a day of ${sessions
    .slice(0, MAX_LISTED)
    .map(({ source }) => source.name)
    .join(', ')}`,
});

const outsideHours = ({ symbol, day }: StatedOrder, { origin, openNs, closeNs }: MarketSession): OrderFault => ({
  field: 'start_ms',
  message: `${symbol} does not trade then on ${day}`,
  allowed: `from ${timeOf(origin, openNs)} up to but not including ${timeOf(origin, closeNs)}`,
});

const timeOf = (origin: Instant, timeNs: SessionTimeNs): string =>
  `${formatInstant(origin + BigInt(timeNs)).slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}Z`;
