import { BPS, formatInstant } from '#domain/core';
import { type MarketEvent, type MarketSession, type SessionTimeNs, type TradeEvent } from './events.js';
import { type KnownTerms } from './instrument-table.js';
import { type InstrumentTerms } from './instrument.js';
import { L2Book } from './l2-book.js';
import { RealisedVolatility } from './realised-volatility.js';
import { type MarketSnapshot, type PriceLevel, type TradingStatus } from './snapshot.js';
import { resolveTerms } from './terms-estimate.js';
import { TimeWeightedMean } from './time-weighted-mean.js';
import { dayVolume } from './volume-curve.js';

/** Levels per side in a snapshot. */
export const SNAPSHOT_LEVELS = 10;

const NS_PER_SECOND = 1e9;

/**
 * The market of one instrument as its session's events arrive: the book, and what is read off it. Each event costs the
 * same however long the session is. A snapshot holds what the events applied so far say and nothing later.
 *
 * The status is CLOSED outside the session's hours by the time of the last event, HALTED or CLOSED when a status event
 * says so, OPEN otherwise. Spread and volatility are measured while OPEN with a book that is not crossed.
 *
 * `known` (from an override file) wins over the session's own terms; what neither knows is estimated: the day's volume
 * from regular-hours prints so far (`dayVolume`), the daily volatility from the five-second mid returns of the session so
 * far, shares outstanding as a multiple of the volume (`resolveTerms`).
 */
export class MarketTracker {
  private readonly book = new L2Book();
  private readonly spreadBps = new TimeWeightedMean();
  private readonly volatility: RealisedVolatility;
  private readonly known: KnownTerms;
  private readonly sessionSeconds: number;
  private sequence = 0;
  private firstNs: SessionTimeNs = 0;
  private timeNs: SessionTimeNs = 0;
  private statedStatus: TradingStatus = 'OPEN';
  private mid: number | undefined;
  private spread = 0;
  private tradedVolume = 0;
  private regularVolume = 0;
  private lastTradePrice: number | undefined;

  constructor(
    private readonly session: Omit<MarketSession, 'events'>,
    known: KnownTerms = {},
  ) {
    this.known = { ...session.terms, ...known };
    this.sessionSeconds = this.known.sessionSeconds ?? (session.closeNs - session.openNs) / NS_PER_SECOND;
    this.volatility = new RealisedVolatility(session.openNs);
  }

  /** Applies the next event. RangeError when it belongs to another instrument, goes back in time or carries a bad number. */
  apply(event: MarketEvent): void {
    this.advance(event);
    switch (event.kind) {
      case 'LEVEL':
        this.book.set(event.side, event.price, event.size);
        this.readTop();
        break;
      case 'BEST':
        this.book.setBest(event.side, event.price, event.size);
        this.readTop();
        break;
      case 'TRADE':
        this.addTrade(event);
        break;
      case 'STATUS':
        this.statedStatus = event.status;
        break;
    }
    this.sequence += 1;
  }

  /** The market now. Before the first event: an empty book, CLOSED, at the session's origin. */
  snapshot(): MarketSnapshot {
    const terms = this.terms();
    return {
      terms,
      source: this.session.source,
      status: this.status(),
      sequence: this.sequence,
      exchangeTime: formatInstant(this.session.origin + BigInt(this.timeNs)),
      bids: this.levels('BID'),
      asks: this.levels('ASK'),
      tradedVolume: this.tradedVolume,
      ...(this.lastTradePrice !== undefined && { lastTradePrice: this.lastTradePrice }),
      averageSpreadBps: this.spreadBps.mean() ?? this.currentSpreadBps(),
      realisedDailyVolatility: this.volatility.trailingDaily(this.sessionSeconds) ?? terms.dailyVolatility,
    };
  }

  private advance(event: MarketEvent): void {
    const { session, timeNs } = this;
    if (event.instrumentId !== session.instrumentId) {
      throw new RangeError(`MarketTracker of ${session.instrumentId}: got an event of ${event.instrumentId}`);
    }
    if (!(Number.isSafeInteger(event.timeNs) && event.timeNs >= timeNs)) {
      throw new RangeError(`MarketTracker of ${session.instrumentId}: time went from ${timeNs} to ${event.timeNs}`);
    }
    if (this.sequence === 0) this.firstNs = event.timeNs;
    const mid = this.statedStatus === 'OPEN' ? this.mid : undefined;
    const from = Math.max(timeNs, session.openNs);
    const to = Math.min(event.timeNs, session.closeNs);
    if (mid !== undefined && to > from) this.spreadBps.add(this.currentSpreadBps(), to - from);
    this.volatility.advance(to, mid);
    this.timeNs = event.timeNs;
  }

  private readTop(): void {
    const bid = this.book.priceAt('BID', 0);
    const ask = this.book.priceAt('ASK', 0);
    const measurable = bid !== undefined && ask !== undefined && bid <= ask;
    this.mid = measurable ? (bid + ask) / 2 : undefined;
    this.spread = measurable ? ask - bid : 0;
  }

  private currentSpreadBps(): number {
    return this.mid === undefined ? 0 : (this.spread * BPS) / this.mid;
  }

  private addTrade({ timeNs, price, size, condition }: TradeEvent): void {
    if (!(price > 0 && price < Infinity && size > 0 && size < Infinity)) {
      throw new RangeError(`MarketTracker of ${this.session.instrumentId}: trade of ${size} at ${price}`);
    }
    this.tradedVolume += size;
    if (timeNs >= this.session.openNs && timeNs < this.session.closeNs) this.regularVolume += size;
    // Such a print may be priced by an average or by the market of an hour ago: it is no last price.
    if (condition === 'OFF_EXCHANGE' || condition === 'IRREGULAR') return;
    this.lastTradePrice = price / this.session.priceUnitsPerCurrency;
  }

  private status(): TradingStatus {
    const { openNs, closeNs } = this.session;
    return this.sequence > 0 && this.timeNs >= openNs && this.timeNs < closeNs ? this.statedStatus : 'CLOSED';
  }

  private levels(side: 'BID' | 'ASK'): PriceLevel[] {
    const units = this.session.priceUnitsPerCurrency;
    return this.book.top(side, SNAPSHOT_LEVELS).map(({ price, size }) => ({ price: price / units, size }));
  }

  /** A recording may start late: only the share of the day that it covers counts. */
  private dailyVolumeSoFar(): number {
    const { openNs, closeNs } = this.session;
    const secondsAfterOpen = (timeNs: SessionTimeNs): number =>
      (Math.min(Math.max(timeNs, openNs), closeNs) - openNs) / NS_PER_SECOND;
    return dayVolume(
      this.regularVolume,
      secondsAfterOpen(this.firstNs),
      secondsAfterOpen(this.timeNs),
      this.sessionSeconds,
    );
  }

  private terms(): InstrumentTerms {
    const { instrumentId, tickUnits, priceUnitsPerCurrency } = this.session;
    return resolveTerms(this.known, {
      instrumentId,
      tickSize: tickUnits / priceUnitsPerCurrency,
      sessionSeconds: this.sessionSeconds,
      dailyVolume: this.dailyVolumeSoFar(),
      dailyVolatility: this.volatility.sessionDaily(this.sessionSeconds),
    });
  }
}
