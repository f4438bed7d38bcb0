import { type Stateful, type StateReader, type StateWriter } from '#domain/core';
import { type EventBatch } from './event-batch.js';
import { ASK, IRREGULAR_PRICE, NO_SIDE, TradeCondition } from './event-codes.js';
import { type MarketView } from './market-view.js';
import { TradeSigner } from './trade-signer.js';

/** The trades of a session so far: their volume, the last price, and who was the aggressor of the last. In its units. */
export class TradedVolume implements Stateful {
  total = 0;
  /** In trading hours. */
  regular = 0;
  /** NaN before the first; an irregular or off-exchange print is priced by an average or by another hour, and is no last price. */
  lastPrice = NaN;
  private readonly signer = new TradeSigner();

  /** Adds a trade and shows it in the view, which still has the quote before it. RangeError when price or size is bad. */
  add(batch: EventBatch, row: number, view: MarketView): void {
    const [price, size, condition] = [batch.price[row]!, batch.size[row]!, batch.detail[row]!];
    if (!(price > 0 && price < Infinity && size > 0 && size < Infinity)) {
      throw new RangeError(`a trade of ${size} at ${price}: both must be positive and finite`);
    }
    this.total += size;
    if (view.timeNs >= view.openNs && view.timeNs < view.closeNs) this.regular += size;
    const isSigned = condition === TradeCondition.DISPLAYED || condition === TradeCondition.HIDDEN;
    if (isSigned || condition === TradeCondition.AUCTION) this.lastPrice = price;
    // An off-exchange print is not signed itself, but at a regular price it moves the tick test on.
    const isCurrent =
      isSigned || (condition === TradeCondition.OFF_EXCHANGE && (batch.flags[row]! & IRREGULAR_PRICE) === 0);
    const quoted = isCurrent ? this.signer.sign(view, price) : 0;
    view.tradePrice = price;
    view.tradeSize = size;
    view.tradeCondition = condition;
    view.tradeSign = isSigned ? aggressorSign(batch.side[row]!, quoted) : 0;
  }

  save(into: StateWriter): void {
    this.signer.save(into);
    for (const value of [this.total, this.regular, this.lastPrice]) into.number(value);
  }

  restore(from: StateReader): void {
    this.signer.restore(from);
    this.total = from.number();
    this.regular = from.number();
    this.lastPrice = from.number();
  }
}

/** As the source says; where it does not, as the quote and the tick test say. */
const aggressorSign = (hitSide: number, quoted: number): number => {
  if (hitSide === NO_SIDE) return quoted;
  return hitSide === ASK ? 1 : -1;
};
