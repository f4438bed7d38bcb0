import { TradeCondition, type MarketView } from '#domain/market-data';

const isInHours = ({ timeNs, openNs, closeNs }: MarketView): boolean => timeNs >= openNs && timeNs < closeNs;

/** Whether the last trade met an order in the exchange's own book, during trading hours. */
export const isExecution = (view: MarketView): boolean =>
  (view.tradeCondition === TradeCondition.DISPLAYED || view.tradeCondition === TradeCondition.HIDDEN) &&
  isInHours(view);

/** Whether the last trade counts in volume: every print during trading hours but those of auctions (reference 10). */
export const countsInVolume = (view: MarketView): boolean =>
  view.tradeCondition !== TradeCondition.AUCTION && isInHours(view);
