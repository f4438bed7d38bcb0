import { GrowingColumn } from '#domain/core';
import { TradeCondition, type MarketListener, type MarketView } from '#domain/market-data';
import { NS_PER_MS, type DayTape, type PrintCounts, type SessionTimeMs } from './day-tape.js';

/** A recording that ends this near the close is taken to cover it: markets fall silent for a moment. */
const SILENCE_BEFORE_CLOSE_MS = 60_000;

/**
 * Writes down a session while it plays, as the columns of a `DayTape`. The aggressor of a print is the view's: as the
 * source says, or else by Lee and Ready (`TradeSigner`). Mids are taken as quoted, also where bid and ask cross.
 */
export class TapeRecorder implements MarketListener {
  private readonly childMs = new GrowingColumn();
  private readonly childSign = new GrowingColumn();
  private readonly childNotional = new GrowingColumn();
  private readonly childSize = new GrowingColumn();
  private readonly midMs = new GrowingColumn();
  private readonly mid = new GrowingColumn();
  private readonly volumeMs = new GrowingColumn();
  private readonly cumulativeVolume = new GrowingColumn();
  private readonly prints: { -readonly [Use in keyof PrintCounts]: number } = {
    signed: 0,
    offExchange: 0,
    hidden: 0,
    irregular: 0,
    unsigned: 0,
    auction: 0,
    outsideHours: 0,
  };
  private lastMs: SessionTimeMs = 0;

  onSecond(view: MarketView): void {
    this.lastMs = msOf(view);
  }

  onBook(view: MarketView): void {
    const timeMs = msOf(view);
    this.lastMs = timeMs;
    const standsStill = view.timeNs >= view.openNs && !view.isOpen;
    const mid = standsStill ? NaN : (view.bidPrice + view.askPrice) / 2;
    const last = this.mid.length - 1;
    if (last >= 0 && Object.is(this.mid.at(last), mid)) return;
    if (last >= 0 && this.midMs.at(last) === timeMs) {
      this.mid.set(last, mid);
      return;
    }
    this.midMs.push(timeMs);
    this.mid.push(mid);
  }

  onTrade(view: MarketView): void {
    const timeMs = msOf(view);
    this.lastMs = timeMs;
    if (view.timeNs < view.openNs || view.timeNs >= view.closeNs) {
      this.prints.outsideHours += 1;
      return;
    }
    if (view.tradeCondition === TradeCondition.AUCTION) {
      this.prints.auction += 1;
      return;
    }
    this.addVolume(timeMs, view.tradeSize);
    const use = useOf(view);
    this.prints[use] += 1;
    if (use === 'signed') this.addToChild(timeMs, view.tradeSign, view.tradePrice, view.tradeSize);
  }

  /** The day so far. */
  tape({ openNs, closeNs }: { readonly openNs: number; readonly closeNs: number }): DayTape {
    const closeMs = closeNs / NS_PER_MS;
    return {
      openMs: openNs / NS_PER_MS,
      closeMs,
      coveredMs: this.lastMs >= closeMs - SILENCE_BEFORE_CLOSE_MS ? closeMs : this.lastMs,
      prints: { ...this.prints },
      childMs: this.childMs.toArray(),
      childSign: this.childSign.toArray(),
      childSize: this.childSize.toArray(),
      childNotional: this.childNotional.toArray(),
      midMs: this.midMs.toArray(),
      mid: this.mid.toArray(),
      volumeMs: this.volumeMs.toArray(),
      cumulativeVolume: this.cumulativeVolume.toArray(),
    };
  }

  private addVolume(timeMs: SessionTimeMs, size: number): void {
    const last = this.volumeMs.length - 1;
    const sum = last < 0 ? size : this.cumulativeVolume.at(last) + size;
    if (last >= 0 && this.volumeMs.at(last) === timeMs) {
      this.cumulativeVolume.set(last, sum);
      return;
    }
    this.volumeMs.push(timeMs);
    this.cumulativeVolume.push(sum);
  }

  private addToChild(timeMs: SessionTimeMs, sign: number, price: number, size: number): void {
    const child = this.childAt(timeMs, sign);
    this.childNotional.set(child, this.childNotional.at(child) + price * size);
    this.childSize.set(child, this.childSize.at(child) + size);
  }

  /** A millisecond has one child per sign at most, so it is one of the last two, or a new one. */
  private childAt(timeMs: SessionTimeMs, sign: number): number {
    const end = this.childMs.length;
    for (let child = end - 1; child >= Math.max(0, end - 2); child -= 1) {
      if (this.childMs.at(child) === timeMs && this.childSign.at(child) === sign) return child;
    }
    this.childMs.push(timeMs);
    this.childSign.push(sign);
    this.childNotional.push(0);
    this.childSize.push(0);
    return end;
  }
}

const msOf = (view: MarketView): SessionTimeMs => Math.floor(view.timeNs / NS_PER_MS);

const useOf = (view: MarketView): Exclude<keyof PrintCounts, 'auction' | 'outsideHours'> => {
  switch (view.tradeCondition) {
    case TradeCondition.OFF_EXCHANGE:
      return 'offExchange';
    case TradeCondition.HIDDEN:
      return 'hidden';
    case TradeCondition.IRREGULAR:
      return 'irregular';
    default:
      return view.tradeSign === 0 ? 'unsigned' : 'signed';
  }
};
