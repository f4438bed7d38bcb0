import { type EstimatedTerm, type InstrumentKind, type InstrumentTerms } from './instrument.js';
import { KIND_DEFAULTS, type KnownTerms } from './instrument-table.js';

/** Shares outstanding per share traded daily, where unknown: a turnover of 0.5 % a day. Almgren 2005 uses its fourth root. */
const SHARES_PER_DAILY_VOLUME = 200;
/** A volume estimate is never below this many lots, so that a first minute without prints does not divide by zero. */
const DAILY_VOLUME_LOTS_MIN = 10_000;
/** A volatility estimate is never below 0.1 % a day: a mid that has not moved yet is not a mid that cannot. */
const DAILY_VOLATILITY_MIN = 0.001;

/** What a session has shown of an instrument so far. */
export interface SessionEvidence {
  readonly instrumentId: string;
  /** In currency per unit. */
  readonly tickSize: number;
  readonly sessionSeconds: number;
  /** Units per day, from the volume so far. */
  readonly dailyVolume: number;
  /** In currency per unit; NaN where there is none now. */
  readonly mid: number;
  /** Fraction, from the session so far; undefined when too little of it has passed. */
  readonly dailyVolatility: number | undefined;
}

/**
 * The full terms of an instrument: what is known wins, what is not is estimated from the session so far and named in
 * `estimated`. Nothing here looks ahead.
 */
export const resolveTerms = (known: KnownTerms, evidence: SessionEvidence): InstrumentTerms => {
  const kind = known.kind ?? 'EQUITY';
  const defaults = KIND_DEFAULTS[kind];
  const contractMultiplier = known.contractMultiplier ?? defaults.contractMultiplier;
  const isInverse = known.isInverse === true;
  const lotSize = known.lotSize ?? (isInverse ? 1 : defaults.lotContracts) * contractMultiplier;
  // Without a mid nothing is decided on, so any positive number will do.
  const lotUnits = isInverse && !Number.isNaN(evidence.mid) ? lotSize / evidence.mid : lotSize;
  const averageDailyVolume =
    known.averageDailyVolume ?? Math.max(evidence.dailyVolume, DAILY_VOLUME_LOTS_MIN * lotUnits);
  return {
    instrumentId: evidence.instrumentId,
    kind,
    currency: known.currency ?? defaults.currency,
    tickSize: known.tickSize ?? evidence.tickSize,
    lotSize,
    contractMultiplier,
    ...(known.isInverse !== undefined && { isInverse: known.isInverse }),
    ...(known.expiresAt !== undefined && { expiresAt: known.expiresAt }),
    ...(known.legs !== undefined && { legs: known.legs }),
    ...(known.tradingHours !== undefined && { tradingHours: known.tradingHours }),
    sessionSeconds: known.sessionSeconds ?? evidence.sessionSeconds,
    averageDailyVolume,
    dailyVolatility:
      known.dailyVolatility ?? Math.max(evidence.dailyVolatility ?? defaults.dailyVolatility, DAILY_VOLATILITY_MIN),
    sharesOutstanding: known.sharesOutstanding ?? SHARES_PER_DAILY_VOLUME * averageDailyVolume,
    feesAndSettlementBps: known.feesAndSettlementBps ?? defaults.feesAndSettlementBps,
    estimated: (isInverse ? OF_CONTRACTS : ESTIMABLE[kind]).filter((term) => known[term] === undefined),
  };
};

// The tick size is not among them: every session states its own. A share is one unit; what a contract holds somebody must say.
const OF_EVERY_KIND: readonly EstimatedTerm[] = ['averageDailyVolume', 'dailyVolatility', 'sharesOutstanding'];
const OF_CONTRACTS: readonly EstimatedTerm[] = [...OF_EVERY_KIND, 'contractMultiplier'];
const ESTIMABLE: Readonly<Record<InstrumentKind, readonly EstimatedTerm[]>> = {
  EQUITY: OF_EVERY_KIND,
  SPOT: OF_EVERY_KIND,
  PERPETUAL: OF_EVERY_KIND,
  FUTURE: OF_CONTRACTS,
  OPTION: OF_CONTRACTS,
  SPREAD: OF_CONTRACTS,
};
