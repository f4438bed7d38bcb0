import { type TradingHours } from './trading-hours.js';

/** What an instrument can be. A SPREAD is several instruments traded as one, at the difference of their prices. */
export const INSTRUMENT_KINDS = ['EQUITY', 'SPOT', 'PERPETUAL', 'FUTURE', 'OPTION', 'SPREAD'] as const;
export type InstrumentKind = (typeof INSTRUMENT_KINDS)[number];

/** One instrument of a spread. */
export interface SpreadLeg {
  readonly instrumentId: string;
  /** Units of it that are bought with one unit of the spread; negative: sold. */
  readonly ratio: number;
}

/** Terms that the system may have had to estimate; an answer that used an estimate says so by these names. */
export type EstimatedTerm = 'averageDailyVolume' | 'dailyVolatility' | 'sharesOutstanding' | 'contractMultiplier';

/** Reference data of one instrument: from the instrument table, an override file, or flagged as estimated. */
export interface InstrumentTerms {
  readonly instrumentId: string;
  readonly kind: InstrumentKind;
  readonly currency: string;
  /** Smallest price step, in currency per unit. */
  readonly tickSize: number;
  /** Smallest quantity step, in units; of an inverse contract in currency. */
  readonly lotSize: number;
  /** Units of the underlying per contract, 1 for shares and spot; of an inverse contract currency per contract. */
  readonly contractMultiplier: number;
  /** Worth a fixed amount of currency and settled in the underlying, as coin-margined futures are; absent: linear. */
  readonly isInverse?: boolean;
  /** From when on it is traded no more, ISO 8601; absent for what does not expire. */
  readonly expiresAt?: string;
  /** Of a SPREAD, at least two of different instruments; absent otherwise. */
  readonly legs?: readonly SpreadLeg[];
  /** Absent where nobody stated them. */
  readonly tradingHours?: TradingHours;
  /** Length of a trading day: 23,400 s for US equities, 86,400 s for markets that never close. */
  readonly sessionSeconds: number;
  /** V: units per day. */
  readonly averageDailyVolume: number;
  /** sig: standard deviation of daily log return, as a fraction (0.02 = 2 %). */
  readonly dailyVolatility: number;
  /** Theta of Almgren 2005, in units. */
  readonly sharesOutstanding: number;
  /** Fees and settlement of an off-book trade, in bps of notional. */
  readonly feesAndSettlementBps: number;
  readonly estimated: readonly EstimatedTerm[];
}
