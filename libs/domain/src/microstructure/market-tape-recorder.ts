import { GrowingColumn } from '#domain/core';
import { TradeCondition, type MarketListener, type MarketView } from '#domain/market-data';
import { type MarketTape, type TapeSession } from './market-tape.js';
import { OrderFlowImbalance } from './order-flow-imbalance.js';

/** Levels whose order-flow imbalance is kept; a recording of fewer has zeros behind its last. */
export const TAPE_LEVELS = 5;

const NS_PER_SECOND = 1e9;

/** Keeps of a session what the statistics need, in one pass: changes of the mid, prints, and each second's end. */
export class MarketTapeRecorder implements MarketListener {
  private readonly midTimeNs = new GrowingColumn();
  private readonly mid = new GrowingColumn();
  private readonly trades = {
    timeNs: new GrowingColumn(),
    price: new GrowingColumn(),
    size: new GrowingColumn(),
    sign: new GrowingColumn(),
    condition: new GrowingColumn(),
    midBefore: new GrowingColumn(),
  };
  private readonly seconds = {
    second: new GrowingColumn(),
    mid: new GrowingColumn(),
    spread: new GrowingColumn(),
    bestDepth: new GrowingColumn(),
    lastPrice: new GrowingColumn(),
  };
  private readonly ofi = Array.from({ length: TAPE_LEVELS }, () => new GrowingColumn());
  private readonly imbalance = new OrderFlowImbalance(TAPE_LEVELS);
  private lastMid = NaN;
  private lastPrice = NaN;

  constructor(private readonly session: TapeSession) {}

  onBook(view: MarketView): void {
    this.imbalance.onBook(view);
    if (Object.is(view.mid, this.lastMid)) return;
    this.lastMid = view.mid;
    this.midTimeNs.push(view.timeNs);
    this.mid.push(view.mid);
  }

  onTrade(view: MarketView): void {
    const { trades } = this;
    trades.timeNs.push(view.timeNs);
    trades.price.push(view.tradePrice);
    trades.size.push(view.tradeSize / this.session.sizeUnitsPerUnit);
    trades.sign.push(view.tradeSign);
    trades.condition.push(view.tradeCondition);
    trades.midBefore.push(view.mid);
    const onExchange =
      view.tradeCondition === TradeCondition.DISPLAYED || view.tradeCondition === TradeCondition.HIDDEN;
    if (onExchange) this.lastPrice = view.tradePrice;
  }

  onSecond(view: MarketView, second: number): void {
    const { openNs, closeNs, sizeUnitsPerUnit } = this.session;
    const endNs = second * NS_PER_SECOND;
    const inHours = endNs > openNs && endNs <= closeNs;
    for (let level = 0; level < TAPE_LEVELS; level += 1) {
      const imbalance = this.imbalance.take(level) / sizeUnitsPerUnit;
      if (inHours) this.ofi[level]!.push(imbalance);
    }
    if (!inHours) return;
    const { seconds } = this;
    const isMeasurable = !Number.isNaN(view.mid);
    seconds.second.push(second);
    seconds.mid.push(view.mid);
    seconds.spread.push(view.spread);
    seconds.bestDepth.push(isMeasurable ? (view.bidSize + view.askSize) / sizeUnitsPerUnit : NaN);
    seconds.lastPrice.push(this.lastPrice);
  }

  /** The session so far; to be asked for at its end. */
  tape(): MarketTape {
    const { openNs, closeNs, tickUnits, sizeUnitsPerUnit, priceUnitsPerCurrency } = this.session;
    return {
      ...{ openNs, closeNs, tickUnits, sizeUnitsPerUnit, priceUnitsPerCurrency },
      mids: { timeNs: this.midTimeNs.toArray(), mid: this.mid.toArray() },
      trades: arraysOf(this.trades),
      seconds: { ...arraysOf(this.seconds), ofi: this.ofi.map((column) => column.toArray()) },
    };
  }
}

const arraysOf = <Name extends string>(columns: Readonly<Record<Name, GrowingColumn>>): Record<Name, Float64Array> =>
  Object.fromEntries(
    Object.entries<GrowingColumn>(columns).map(([name, column]) => [name, column.toArray()] as const),
  ) as Record<Name, Float64Array>;
