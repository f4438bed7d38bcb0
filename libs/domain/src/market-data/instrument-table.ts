import { err, ok, parseInstant, type Result } from '#domain/core';
import { type InstrumentKind, type InstrumentTerms } from './instrument.js';

/** What somebody vouches for about an instrument: a recording, a generator or an override file. The rest is estimated. */
export type KnownTerms = Partial<Omit<InstrumentTerms, 'instrumentId' | 'estimated'>>;

/** Terms by instrument, as an override file gives them. */
export type InstrumentTable = ReadonlyMap<string, KnownTerms>;

/** What holds for an instrument of this kind when nobody says otherwise. */
export interface KindDefaults {
  readonly currency: string;
  /** Smallest quantity step, in contracts: what trades by the contract does not divide one. */
  readonly lotContracts: number;
  readonly contractMultiplier: number;
  /** 0 until somebody states the real one: a fee is a fact, not a guess. */
  readonly feesAndSettlementBps: number;
  /** Assumed until a minute of trading has been seen, and flagged as estimated. A round figure, not fitted to anything. */
  readonly dailyVolatility: number;
}

export const KIND_DEFAULTS: Readonly<Record<InstrumentKind, KindDefaults>> = {
  EQUITY: { currency: 'USD', lotContracts: 1, contractMultiplier: 1, feesAndSettlementBps: 0, dailyVolatility: 0.02 },
  SPOT: { currency: 'USD', lotContracts: 1e-8, contractMultiplier: 1, feesAndSettlementBps: 0, dailyVolatility: 0.04 },
  PERPETUAL: {
    currency: 'USD',
    lotContracts: 1e-3,
    contractMultiplier: 1,
    feesAndSettlementBps: 0,
    dailyVolatility: 0.04,
  },
  FUTURE: { currency: 'USD', lotContracts: 1, contractMultiplier: 1, feesAndSettlementBps: 0, dailyVolatility: 0.015 },
  OPTION: { currency: 'USD', lotContracts: 1, contractMultiplier: 100, feesAndSettlementBps: 0, dailyVolatility: 0.3 },
};

/** Why an override file was refused: which instrument, which field, and what would be right. */
export interface InstrumentTableError {
  readonly code: 'INVALID_INSTRUMENT_TABLE';
  readonly instrumentId?: string;
  readonly field?: string;
  readonly allowed: string;
  readonly message: string;
}

/**
 * Reads an override file: a JSON object of terms by instrument id, e.g. `{"AMZN": {"averageDailyVolume": 4000000}}`.
 * Every field is optional, none may be unknown; the first fault is the error.
 */
export const parseInstrumentTable = (json: string): Result<InstrumentTable, InstrumentTableError> => {
  const parsed = parseJson(json);
  if (!isRecord(parsed)) return refuse('a JSON object of terms by instrument id');
  const table = new Map<string, KnownTerms>();
  for (const [instrumentId, entry] of Object.entries(parsed)) {
    if (instrumentId.trim() === '') return refuse('an instrument id that is not empty', instrumentId);
    if (!isRecord(entry)) return refuse('a JSON object of terms', instrumentId);
    for (const [field, value] of Object.entries(entry)) {
      const rule = ruleOf(field);
      if (rule === undefined) return refuse(`one of ${Object.keys(RULES).join(', ')}`, instrumentId, field);
      if (!rule.accepts(value)) return refuse(rule.allowed, instrumentId, field);
    }
    table.set(instrumentId, entry);
  }
  return ok(table);
};

interface FieldRule {
  readonly allowed: string;
  accepts(value: unknown): boolean;
}

const numberWithin = (least: number, most: number, allowed: string): FieldRule => ({
  allowed,
  accepts: (value) => typeof value === 'number' && value >= least && value <= most,
});

const KINDS = Object.keys(KIND_DEFAULTS);
// No instrument comes near these ends; between them every forecast is finite.
const positive = numberWithin(1e-9, 1e15, 'a number from 1e-9 to 1e15');

const RULES: Readonly<Record<keyof KnownTerms, FieldRule>> = {
  kind: {
    allowed: `one of ${KINDS.join(', ')}`,
    accepts: (value) => typeof value === 'string' && KINDS.includes(value),
  },
  currency: {
    allowed: 'a currency code of 3 to 10 capital letters or digits',
    accepts: (value) => typeof value === 'string' && /^[A-Z0-9]{3,10}$/.test(value),
  },
  tickSize: positive,
  lotSize: positive,
  contractMultiplier: positive,
  isInverse: { allowed: 'true or false', accepts: (value) => typeof value === 'boolean' },
  expiresAt: {
    allowed: 'an instant such as 2024-03-29T08:00:00Z',
    accepts: (value) => typeof value === 'string' && parseInstant(value) !== undefined,
  },
  sessionSeconds: numberWithin(60, 86_400, 'a number of seconds from 60 to 86400'),
  averageDailyVolume: positive,
  dailyVolatility: numberWithin(1e-6, 10, 'a fraction from 0.000001 to 10 (0.02 is 2 %)'),
  sharesOutstanding: positive,
  feesAndSettlementBps: {
    allowed: 'a number of bps from 0 to 1000',
    accepts: (value) => typeof value === 'number' && value >= 0 && value <= 1000,
  },
};

const ruleOf = (field: string): FieldRule | undefined =>
  Object.hasOwn(RULES, field) ? RULES[field as keyof KnownTerms] : undefined;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parseJson = (json: string): unknown => {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
};

const refuse = (allowed: string, instrumentId?: string, field?: string): Result<never, InstrumentTableError> => {
  const place = ['instrument table', instrumentId, field].filter((part) => part !== undefined).join(' / ');
  return err({
    code: 'INVALID_INSTRUMENT_TABLE',
    ...(instrumentId !== undefined && { instrumentId }),
    ...(field !== undefined && { field }),
    allowed,
    message: `${place}: expected ${allowed}`,
  });
};
