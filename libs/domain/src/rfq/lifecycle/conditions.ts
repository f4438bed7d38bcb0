import { type Side } from '#domain/core';
import { type InstrumentKind } from '#domain/market-data';

/** What made a block easy or hard to quote when it was asked for; absent from a request where the market was not known. */
export interface RfqConditions {
  readonly instrumentKind: InstrumentKind;
  /** Units of the instrument in one lot of the request. */
  readonly unitsPerLot: number;
  readonly spreadBps: number;
  /** Units per day. */
  readonly averageDailyVolume: number;
  /** Standard deviation of a day's log return, as a fraction: as it usually is, and of the last minutes. */
  readonly dailyVolatility: number;
  readonly realisedDailyVolatility: number;
  /** What the impact model took the whole block to be worth against the mid, before any quote; absent where it had no forecast. */
  readonly fairCostBps?: Readonly<Partial<Record<Side, number>>>;
}
