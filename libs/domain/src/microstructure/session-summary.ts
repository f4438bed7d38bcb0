import { BPS } from '#domain/core';
import { TradeCondition, type TradeConditionName } from '#domain/market-data';
import { isInHours, type MarketTape } from './market-tape.js';

/** A session in a few numbers; what cannot be said is NaN. */
export interface SessionSummary {
  readonly prints: number;
  readonly printsByCondition: Readonly<Record<TradeConditionName, number>>;
  /** Prints with a known aggressor. */
  readonly signedPrints: number;
  /** Units traded in trading hours. */
  readonly volume: number;
  readonly offExchangeShare: number;
  readonly midChanges: number;
  /** Currency. */
  readonly firstMid: number;
  readonly lastMid: number;
  /** Over the seconds that had a two-sided market. */
  readonly meanSpreadBps: number;
  readonly meanSpreadTicks: number;
  /** Share of those seconds with a spread of one tick. */
  readonly oneTickShare: number;
  readonly meanBestDepth: number;
  /** Seconds of trading hours that the recording covers, and those of them without a two-sided open market. */
  readonly seconds: number;
  readonly secondsWithoutMarket: number;
}

export const sessionSummary = (tape: MarketTape): SessionSummary => ({ ...printCounts(tape), ...bookMeans(tape) });

const printCounts = (
  tape: MarketTape,
): Pick<SessionSummary, 'prints' | 'printsByCondition' | 'signedPrints' | 'volume' | 'offExchangeShare'> => {
  const { timeNs, size, condition, sign } = tape.trades;
  const byCode = new Float64Array(Object.keys(TradeCondition).length);
  let [volume, offExchange, signedPrints] = [0, 0, 0];
  for (let i = 0; i < timeNs.length; i += 1) {
    byCode[condition[i]!]! += 1;
    if (sign[i] !== 0) signedPrints += 1;
    if (!isInHours(tape, timeNs[i]!)) continue;
    volume += size[i]!;
    if (condition[i] === TradeCondition.OFF_EXCHANGE) offExchange += size[i]!;
  }
  const names = Object.keys(TradeCondition) as TradeConditionName[];
  return {
    prints: timeNs.length,
    printsByCondition: Object.fromEntries(names.map((name) => [name, byCode[TradeCondition[name]]!])) as Record<
      TradeConditionName,
      number
    >,
    signedPrints,
    volume,
    offExchangeShare: offExchange / volume,
  };
};

const bookMeans = (
  tape: MarketTape,
): Omit<SessionSummary, 'prints' | 'printsByCondition' | 'signedPrints' | 'volume' | 'offExchangeShare'> => {
  const { mid, spread, bestDepth } = tape.seconds;
  let [n, spreadBps, spreadTicks, oneTick, depth] = [0, 0, 0, 0, 0];
  let [firstMid, lastMid] = [NaN, NaN];
  for (let i = 0; i < mid.length; i += 1) {
    if (Number.isNaN(mid[i]!)) continue;
    if (n === 0) firstMid = mid[i]!;
    lastMid = mid[i]!;
    n += 1;
    spreadBps += (spread[i]! * BPS) / mid[i]!;
    spreadTicks += spread[i]! / tape.tickUnits;
    if (spread[i] === tape.tickUnits) oneTick += 1;
    depth += bestDepth[i]!;
  }
  return {
    midChanges: tape.mids.mid.length,
    firstMid: firstMid / tape.priceUnitsPerCurrency,
    lastMid: lastMid / tape.priceUnitsPerCurrency,
    meanSpreadBps: spreadBps / n,
    meanSpreadTicks: spreadTicks / n,
    oneTickShare: oneTick / n,
    meanBestDepth: depth / n,
    seconds: mid.length,
    secondsWithoutMarket: mid.length - n,
  };
};
