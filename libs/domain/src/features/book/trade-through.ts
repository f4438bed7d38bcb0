import { type StateReader, type StateWriter } from '#domain/core';
import { TradeCondition, type MarketView, type SessionTimeNs } from '#domain/market-data';
import { type FeatureDefinition } from '../definition.js';
import { type FamilyFactory, type FeatureFamily } from '../family.js';
import { RollingSum } from '../rolling-sum.js';

const WINDOWS_SECONDS = [60, 300];

const DEFINITIONS = WINDOWS_SECONDS.map((seconds): FeatureDefinition => ({
  name: `tradeThroughShare${seconds}s`,
  group: 'trade-through',
  unit: 'fraction',
  window: `${seconds} s`,
  formula:
    'share of the signed trades on the order book that executed at a worse price than the best opposite quote before the ' +
    'order: above the ask or below the bid that the trade met, or in one direction and at one exchange time with the trade ' +
    'before it at a worse price (the order walked the book); Pomponio and Abergel (Quantitative Finance 13(5), 2013)',
  least: 0,
  most: 1,
  missing: 'no signed trade on the order book in the window',
  mirror: 'SAME',
  priceScaleFree: true,
}));

/** How often aggressors take more than the best price offers. */
class TradeThrough implements FeatureFamily {
  readonly definitions = DEFINITIONS;
  private readonly through = new RollingSum(WINDOWS_SECONDS);
  private readonly trades = new RollingSum(WINDOWS_SECONDS);
  /** The trade before; sign 0: none. */
  private sign = 0;
  private price = NaN;
  private exchangeNs: SessionTimeNs = NaN;

  onTrade(view: MarketView): void {
    const { tradeCondition, tradeSign, tradePrice, exchangeNs } = view;
    const isOnBook = tradeCondition === TradeCondition.DISPLAYED || tradeCondition === TradeCondition.HIDDEN;
    if (!isOnBook || tradeSign === 0 || !view.isOpen) return;
    const quote = tradeSign > 0 ? view.askPrice : view.bidPrice;
    const walked =
      tradeSign === this.sign && exchangeNs === this.exchangeNs && tradeSign * (tradePrice - this.price) > 0;
    if (walked || tradeSign * (tradePrice - quote) > 0) this.through.add(1);
    this.trades.add(1);
    this.sign = tradeSign;
    this.price = tradePrice;
    this.exchangeNs = exchangeNs;
  }

  onSecond(): void {
    this.through.endSecond();
    this.trades.endSecond();
  }

  write(_view: MarketView, out: Float64Array, offset: number): void {
    for (let i = 0; i < WINDOWS_SECONDS.length; i += 1) out[offset + i] = this.through.sum(i) / this.trades.sum(i);
  }

  save(into: StateWriter): void {
    for (const value of [this.sign, this.price, this.exchangeNs]) into.number(value);
    this.through.save(into);
    this.trades.save(into);
  }

  restore(from: StateReader): void {
    this.sign = from.number();
    this.price = from.number();
    this.exchangeNs = from.number();
    this.through.restore(from);
    this.trades.restore(from);
  }
}

export const tradeThrough: FamilyFactory = () => new TradeThrough();
