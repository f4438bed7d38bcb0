import { BPS, formatInstant, type Stateful, type StateReader, type StateWriter } from '#domain/core';
import { type EventBatch } from './event-batch.js';
import { ASK, BID, EventKind, MORE_FOLLOWS, StatusCode, type BookSide } from './event-codes.js';
import { type QuarantinedRow, type SessionTimeNs } from './events.js';
import { sessionSecondsOf, type MarketSession } from './market-session.js';
import { type KnownTerms } from './instrument-table.js';
import { type InstrumentTerms } from './instrument.js';
import { type L3Book } from './l3-book.js';
import { MarketBook } from './market-book.js';
import { MarketView, type MarketListener } from './market-view.js';
import { FeedGuard, type FeedSink } from './quality/feed-guard.js';
import { type MarketQuality } from './quality/market-quality.js';
import { RealisedVolatility } from './realised-volatility.js';
import { type MarketSnapshot, type PriceLevel, type TradingStatus } from './snapshot.js';
import { resolveTerms } from './terms-estimate.js';
import { TimeWeightedMean } from './time-weighted-mean.js';
import { TradedVolume } from './traded-volume.js';
import { dayVolume } from './volume-curve.js';

/** Levels per side in a snapshot. */
export const SNAPSHOT_LEVELS = 10;

const NS_PER_SECOND = 1e9;
const STATUSES: readonly TradingStatus[] = ['OPEN', 'HALTED', 'CLOSED'];

/**
 * The market of one instrument as its session's events arrive: the book, and what is read off it. A `FeedGuard` checks the
 * events first. Each event costs the same however long the session is. A snapshot holds what the events applied so far say
 * and nothing later. A listener follows every step (`MarketListener`).
 *
 * The status is CLOSED outside the session's hours by the time of the last event, HALTED or CLOSED when a status event
 * says so, OPEN otherwise. Spread and volatility are measured while OPEN with a book that is valid and not crossed.
 *
 * `known` (from an override file) wins over the session's own terms; what neither knows is estimated: the day's volume
 * from regular-hours prints so far (`dayVolume`), the daily volatility from the five-second mid returns of the session so
 * far, shares outstanding as a multiple of the volume (`resolveTerms`).
 *
 * RangeError when the session's origin is not on a whole second: seconds are common to all instruments of a day.
 */
export class MarketTracker {
  readonly view: MarketView;
  /** What somebody vouches for. */
  readonly known: KnownTerms;
  private readonly guard: FeedGuard;
  private readonly book: MarketBook;
  private readonly trades = new TradedVolume();
  private readonly spreadBps = new TimeWeightedMean();
  private readonly volatility: RealisedVolatility;
  private readonly sessionSeconds: number;
  private sequence = 0;
  private firstNs: SessionTimeNs = 0;
  private timeNs: SessionTimeNs = 0;
  /** Number of the next second that will end. */
  private nextSecond = Infinity;
  private statedStatus: number = StatusCode.OPEN;
  private bookChanged = false;
  private quarantine: ((row: QuarantinedRow) => void) | undefined;
  /** Where the guard sends what it has checked. */
  private readonly checked: FeedSink = {
    apply: (batch, row) => {
      this.applyChecked(batch, row);
    },
    complete: () => {
      this.settle();
    },
    quarantine: (batch, row, reason) => {
      const event = batch.at(row);
      const { name } = this.session.source;
      this.quarantine?.({ file: name, line: batch.sequence[row]!, reason, text: JSON.stringify(event) });
    },
  };

  constructor(
    private readonly session: Omit<MarketSession, 'events'>,
    known: KnownTerms = {},
    private listener?: MarketListener,
  ) {
    const { origin, openNs, closeNs, tickUnits, sizeUnitsPerUnit } = session;
    if (origin % BigInt(NS_PER_SECOND) !== 0n) {
      throw new RangeError(`MarketTracker of ${session.instrumentId}: its origin is not on a whole second`);
    }
    this.known = { ...session.terms, ...known };
    this.sessionSeconds = sessionSecondsOf(session, this.known);
    this.volatility = new RealisedVolatility(openNs);
    this.guard = new FeedGuard(session);
    this.book = new MarketBook(tickUnits, session.depth);
    this.view = new MarketView(this.book.levels, openNs, closeNs, tickUnits, sizeUnitsPerUnit);
  }

  /** From now on tells `listener` of every step; to be called before the first event. */
  follow(listener: MarketListener): void {
    this.listener = listener;
  }

  /** Every row that the guard sets aside goes to `quarantine`, with the session's name and the message's number. */
  quarantineTo(quarantine: (row: QuarantinedRow) => void): void {
    this.quarantine = quarantine;
  }

  /** Takes one row. RangeError when it goes back in time or carries a bad number. */
  apply(batch: EventBatch, row: number): void {
    const timeNs = batch.decisionNs[row]!;
    if (!(timeNs >= this.timeNs && Number.isSafeInteger(timeNs))) {
      throw new RangeError(`MarketTracker of ${this.session.instrumentId}: time went from ${this.timeNs} to ${timeNs}`);
    }
    this.endSeconds(timeNs);
    this.guard.take(batch, row, this.checked);
  }

  /** Applies all rows. */
  applyAll(batch: EventBatch): void {
    for (let row = 0; row < batch.length; row += 1) this.apply(batch, row);
  }

  /** Time has come to `timeNs` without an event: the seconds that ended are told. */
  advanceTo(timeNs: SessionTimeNs): void {
    if (this.sequence === 0 || timeNs <= this.timeNs) return;
    this.endSeconds(timeNs);
    this.guard.advance(timeNs, this.checked);
    this.openOrClose(this.timeNs);
    this.passTo(timeNs);
  }

  /** Events that changed what is known, since the session began. */
  get eventsApplied(): number {
    return this.sequence;
  }

  /** Every order of the book and its place in the queue; undefined where the session tells none. */
  get orders(): L3Book | undefined {
    return this.book.orders;
  }

  /** How the feed fares. */
  quality(): MarketQuality {
    return this.guard.quality();
  }

  /** The market now. Before the first event: an empty book, CLOSED, at the session's origin. */
  snapshot(): MarketSnapshot {
    const terms = this.terms();
    const { bookFault } = this.guard;
    const { lastPrice } = this.trades;
    return {
      terms,
      source: this.session.source,
      status: this.status(),
      sequence: this.sequence,
      exchangeTime: formatInstant(this.session.origin + BigInt(Math.round(this.view.exchangeNs))),
      bids: this.levels(BID),
      asks: this.levels(ASK),
      ...(bookFault !== undefined && { bookFault }),
      tradedVolume: this.trades.total / this.session.sizeUnitsPerUnit,
      ...(lastPrice === lastPrice && { lastTradePrice: lastPrice / this.session.priceUnitsPerCurrency }),
      averageSpreadBps: this.spreadBps.mean(this.timeNs) ?? this.currentSpreadBps(),
      realisedDailyVolatility: this.volatility.trailingDaily(this.sessionSeconds) ?? terms.dailyVolatility,
    };
  }

  /** State between two messages, so that a tracker of the same session goes on bit by bit as this one would. */
  save(into: StateWriter): void {
    for (const part of this.parts()) part.save(into);
    for (const value of this.numbers()) into.number(value);
    this.spreadBps.save(into);
  }

  /** RangeError when the state is not one of a tracker. */
  restore(from: StateReader): void {
    for (const part of this.parts()) part.restore(from);
    const { view } = this;
    this.sequence = from.number();
    this.firstNs = from.number();
    this.timeNs = from.number();
    this.nextSecond = from.number();
    this.statedStatus = from.number();
    view.exchangeNs = from.number();
    view.tradePrice = from.number();
    view.tradeSize = from.number();
    view.tradeCondition = from.number();
    view.tradeSign = from.number();
    view.timeNs = this.timeNs;
    this.setOpen(this.timeNs);
    this.readTop();
    // Last: that the spread is read anew is no change of it.
    this.spreadBps.restore(from);
  }

  /** What is neither a part of its own nor read off one, in the order of `restore`. */
  private numbers(): readonly number[] {
    const { view } = this;
    return [
      this.sequence,
      this.firstNs,
      this.timeNs,
      this.nextSecond,
      this.statedStatus,
      view.exchangeNs,
      view.tradePrice,
      view.tradeSize,
      view.tradeCondition,
      view.tradeSign,
    ];
  }

  private parts(): readonly Stateful[] {
    return [this.guard, this.book, this.trades, this.volatility];
  }

  private applyChecked(batch: EventBatch, row: number): void {
    this.begin(batch.decisionNs[row]!, batch.exchangeNs[row]!);
    switch (batch.kind[row]) {
      case EventKind.TRADE:
        this.addTrade(batch, row);
        break;
      case EventKind.STATUS:
        this.statedStatus = batch.detail[row]!;
        this.setOpen(this.timeNs);
        this.bookChanged = true;
        break;
      default:
        this.book.apply(batch, row, this.view);
        this.bookChanged = true;
    }
    this.sequence += 1;
    if ((batch.flags[row]! & MORE_FOLLOWS) === 0) this.settle();
  }

  private begin(timeNs: SessionTimeNs, exchangeNs: SessionTimeNs): void {
    if (this.sequence === 0) this.start(timeNs);
    this.passTo(timeNs);
    this.view.exchangeNs = exchangeNs;
  }

  private start(timeNs: SessionTimeNs): void {
    this.firstNs = timeNs;
    this.nextSecond = Math.floor(timeNs / NS_PER_SECOND) + 1;
    this.setOpen(timeNs);
  }

  /** Ends the seconds up to `timeNs`; what the guard does as time goes on comes in its place between them. */
  private endSeconds(timeNs: SessionTimeNs): void {
    for (let endNs = this.nextSecond * NS_PER_SECOND; endNs <= timeNs; endNs = this.nextSecond * NS_PER_SECOND) {
      this.guard.advance(endNs, this.checked);
      this.openOrClose(this.timeNs);
      this.passTo(endNs);
    }
  }

  /** Every second that ends on the way is told, as it was just before its end. */
  private passTo(timeNs: SessionTimeNs): void {
    const { session, view } = this;
    for (let endNs = this.nextSecond * NS_PER_SECOND; endNs <= timeNs; endNs += NS_PER_SECOND) {
      this.setTime(endNs);
      this.volatility.advance(Math.min(endNs, session.closeNs), view.mid);
      this.listener?.onSecond(view, this.nextSecond);
      // Trading hours begin and end on whole seconds.
      this.openOrClose(endNs);
      this.nextSecond += 1;
    }
    this.setTime(timeNs);
  }

  private setTime(timeNs: SessionTimeNs): void {
    this.timeNs = timeNs;
    this.view.timeNs = timeNs;
  }

  /** Between two messages: what opens, closes or ceases to be known is told although the book did not change. */
  private openOrClose(timeNs: SessionTimeNs): void {
    if (this.setOpen(timeNs)) this.listener?.onBook(this.view);
  }

  /** Whether anything of it changed. */
  private setOpen(timeNs: SessionTimeNs): boolean {
    const { session, view, guard } = this;
    const isOpen =
      timeNs >= session.openNs &&
      timeNs < session.closeNs &&
      this.statedStatus === StatusCode.OPEN &&
      !guard.isMarkedInvalid;
    const { isDepthValid } = guard;
    if (isOpen === view.isOpen && isDepthValid === view.isDepthValid) return false;
    view.isOpen = isOpen;
    view.isDepthValid = isDepthValid;
    this.readMid();
    return true;
  }

  /** A message is complete: the book may be looked at. */
  private settle(): void {
    if (!this.bookChanged) return;
    const { view } = this;
    this.bookChanged = false;
    this.readTop();
    this.guard.bookChanged(view.bidPrice, view.askPrice, this.timeNs);
    this.setOpen(this.timeNs);
    this.listener?.onBook(view);
    view.touchedBid = NaN;
    view.touchedBidWorst = NaN;
    view.touchedAsk = NaN;
    view.touchedAskWorst = NaN;
    view.isToldAnew = false;
  }

  private readTop(): void {
    if (this.book.readBest(this.view)) this.readMid();
  }

  private readMid(): void {
    const { view } = this;
    const spread = view.askPrice - view.bidPrice;
    const measurable = view.isOpen && spread >= 0;
    view.mid = measurable ? (view.bidPrice + view.askPrice) / 2 : NaN;
    view.spread = measurable ? spread : NaN;
    this.spreadBps.change(this.timeNs, (view.spread * BPS) / view.mid);
  }

  private currentSpreadBps(): number {
    const { mid, spread } = this.view;
    return Number.isNaN(mid) ? 0 : (spread * BPS) / mid;
  }

  private addTrade(batch: EventBatch, row: number): void {
    this.trades.add(batch, row, this.view);
    this.listener?.onTrade(this.view);
  }

  private status(): TradingStatus {
    const { openNs, closeNs } = this.session;
    return this.sequence > 0 && this.timeNs >= openNs && this.timeNs < closeNs
      ? STATUSES[this.statedStatus]!
      : 'CLOSED';
  }

  private levels(side: BookSide): PriceLevel[] {
    const { priceUnitsPerCurrency, sizeUnitsPerUnit } = this.session;
    return this.book
      .best(side, SNAPSHOT_LEVELS)
      .map(({ price, size }) => ({ price: price / priceUnitsPerCurrency, size: size / sizeUnitsPerUnit }));
  }

  /** A recording may start late: only the share of the day that it covers counts. */
  private dailyVolumeSoFar(): number {
    const { openNs, closeNs, sizeUnitsPerUnit } = this.session;
    const secondsAfterOpen = (timeNs: SessionTimeNs): number =>
      (Math.min(Math.max(timeNs, openNs), closeNs) - openNs) / NS_PER_SECOND;
    return dayVolume(
      this.trades.regular / sizeUnitsPerUnit,
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
      mid: this.view.mid / priceUnitsPerCurrency,
      sessionSeconds: this.sessionSeconds,
      dailyVolume: this.dailyVolumeSoFar(),
      dailyVolatility: this.volatility.sessionDaily(this.sessionSeconds),
    });
  }
}
