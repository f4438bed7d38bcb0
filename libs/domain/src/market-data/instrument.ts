/** What kind of contract an instrument is; it decides how quantity turns into units. */
export type InstrumentKind = 'EQUITY' | 'SPOT' | 'PERPETUAL' | 'FUTURE' | 'OPTION';

/** Terms that the system may have had to estimate; an answer that used an estimate says so by these names. */
export type EstimatedTerm = 'averageDailyVolume' | 'dailyVolatility' | 'sharesOutstanding' | 'contractMultiplier';

/** Reference data of one instrument: from the instrument table, an override file, or flagged as estimated. */
export interface InstrumentTerms {
  readonly instrumentId: string;
  readonly kind: InstrumentKind;
  readonly currency: string;
  /** Smallest price step, in currency per unit. */
  readonly tickSize: number;
  /** Smallest quantity step, in units. */
  readonly lotSize: number;
  /** Units of the underlying per contract; 1 for shares and spot. */
  readonly contractMultiplier: number;
  /** Worth a fixed amount of currency and settled in the underlying, as coin-margined futures are; absent: linear. */
  readonly isInverse?: boolean;
  /** When it expires, ISO 8601; absent for what does not. */
  readonly expiresAt?: string;
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
