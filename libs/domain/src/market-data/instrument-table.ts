import { err, ok, parseInstant, type Result } from '#domain/core';
import { INSTRUMENT_KINDS, type InstrumentKind, type InstrumentTerms, type SpreadLeg } from './instrument.js';
import { isTimeZone, minuteOfDay, overlappingSession, tradingSeconds, type TradingHours } from './trading-hours.js';

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
  SPREAD: { currency: 'USD', lotContracts: 1, contractMultiplier: 1, feesAndSettlementBps: 0, dailyVolatility: 0.02 },
};

/** Why an override file was refused: which instrument, which field, and what would be right. */
export interface InstrumentTableError {
  readonly code: 'INVALID_INSTRUMENT_TABLE';
  readonly instrumentId?: string;
  /** Inside a list by number from 0, such as `legs.1.ratio`. */
  readonly field?: string;
  readonly allowed: string;
  readonly message: string;
}

/**
 * Reads an override file: a JSON object of terms by instrument id, e.g. `{"AMZN": {"averageDailyVolume": 4000000}}`.
 * Every field is optional, none may be unknown, all must agree; the first fault is the error. Trading hours that are given
 * without `sessionSeconds` say these too.
 */
export const parseInstrumentTable = (json: string): Result<InstrumentTable, InstrumentTableError> => {
  const parsed = parseJson(json);
  if (!isRecord(parsed)) return refuse('a JSON object of terms by instrument id');
  const table = new Map<string, KnownTerms>();
  for (const [instrumentId, entry] of Object.entries(parsed)) {
    if (instrumentId.trim() === '') return refuse('an instrument id that is not empty', instrumentId);
    if (!isRecord(entry)) return refuse('a JSON object of terms', instrumentId);
    const fault = faultOfFields(entry) ?? faultTogether(instrumentId, entry);
    if (fault !== undefined) return refuse(fault.allowed, instrumentId, fault.at);
    table.set(instrumentId, withSessionSeconds(entry));
  }
  return ok(table);
};

/** A value that is not what it should be: where, and what would be right. */
interface TermFault {
  readonly at: string;
  readonly allowed: string;
}

const faultOfFields = (entry: Readonly<Record<string, unknown>>): TermFault | undefined => {
  for (const [field, value] of Object.entries(entry)) {
    const rule = ruleOf(field);
    if (rule === undefined) return { at: field, allowed: `one of ${Object.keys(RULES).join(', ')}` };
    const fault = rule(value, field);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

/** What each field may be, but not beside the others. */
const faultTogether = (instrumentId: string, terms: KnownTerms): TermFault | undefined => {
  const { kind, isInverse, expiresAt, legs, tradingHours, sessionSeconds } = terms;
  if (kind === 'SPREAD' && legs === undefined) return { at: 'legs', allowed: LEGS };
  if (kind !== 'SPREAD' && legs !== undefined) return { at: 'kind', allowed: 'SPREAD where there are legs' };
  const own = (legs ?? []).findIndex((leg) => leg.instrumentId === instrumentId);
  if (own >= 0) return { at: `legs.${own}.instrumentId`, allowed: 'another instrument than the spread itself' };
  if (isInverse === true && kind !== undefined && !CAN_BE_INVERSE.includes(kind)) {
    return { at: 'isInverse', allowed: `false for kind ${kind}: ${CAN_BE_INVERSE.join(' and ')} can be inverse` };
  }
  if (expiresAt !== undefined && kind !== undefined && NEVER_EXPIRES.includes(kind)) {
    return { at: 'expiresAt', allowed: `nothing for kind ${kind}, which does not expire` };
  }
  if (tradingHours !== undefined && sessionSeconds !== undefined && sessionSeconds !== tradingSeconds(tradingHours)) {
    return { at: 'sessionSeconds', allowed: `${tradingSeconds(tradingHours)}, the length of tradingHours, or nothing` };
  }
  return undefined;
};

const CAN_BE_INVERSE: readonly InstrumentKind[] = ['PERPETUAL', 'FUTURE'];
const NEVER_EXPIRES: readonly InstrumentKind[] = ['EQUITY', 'SPOT', 'PERPETUAL'];

const withSessionSeconds = (terms: KnownTerms): KnownTerms =>
  terms.tradingHours === undefined ? terms : { ...terms, sessionSeconds: tradingSeconds(terms.tradingHours) };

type Rule = (value: unknown, at: string) => TermFault | undefined;

const rule =
  (allowed: string, accepts: (value: unknown) => boolean): Rule =>
  (value, at) =>
    accepts(value) ? undefined : { at, allowed };

const textRule = (allowed: string, accepts: (value: string) => boolean): Rule =>
  rule(allowed, (value) => typeof value === 'string' && accepts(value));

const numberWithin = (least: number, most: number, allowed: string): Rule =>
  rule(allowed, (value) => typeof value === 'number' && value >= least && value <= most);

/** A JSON object of exactly these fields. */
const objectOf =
  <T>(fields: Readonly<Record<keyof T & string, Rule>>): Rule =>
  (value, at) => {
    const names = Object.keys(fields);
    const isExact = isRecord(value) && Object.keys(value).every((name) => names.includes(name));
    if (!isExact) return { at, allowed: `a JSON object of ${names.join(' and ')}` };
    return firstFault(Object.entries<Rule>(fields), ([name, field]) => field(value[name], `${at}.${name}`));
  };

const listOf =
  (least: number, allowed: string, item: Rule): Rule =>
  (value, at) =>
    Array.isArray(value) && value.length >= least
      ? firstFault([...value.entries()], ([i, one]) => item(one, `${at}.${i}`))
      : { at, allowed };

const firstFault = <T>(items: readonly T[], faultOf: (item: T) => TermFault | undefined): TermFault | undefined => {
  for (const item of items) {
    const fault = faultOf(item);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

const LEGS = 'a list of at least two legs, each {instrumentId, ratio}';

const legsRule: Rule = (value, at) => {
  const fault = listOf(2, LEGS, legRule)(value, at);
  if (fault !== undefined) return fault;
  const ids = (value as readonly SpreadLeg[]).map(({ instrumentId }) => instrumentId);
  const again = ids.findIndex((id, i) => ids.indexOf(id) < i);
  return again < 0 ? undefined : { at: `${at}.${again}.instrumentId`, allowed: 'an instrument of no other leg' };
};

const legRule = objectOf<SpreadLeg>({
  instrumentId: textRule('an instrument id that is not empty', (id) => id.trim() !== ''),
  ratio: rule(
    'a number from -1e6 to 1e6 but not 0: units bought per unit of the spread, negative: sold',
    (value) => typeof value === 'number' && value !== 0 && Math.abs(value) <= 1e6,
  ),
});

const timeOfDay = textRule('a time of day such as 09:30', (time) => minuteOfDay(time) !== undefined);

const hoursFields = objectOf<TradingHours>({
  timeZone: textRule('a time zone such as America/New_York', isTimeZone),
  sessions: listOf(
    1,
    'a list of at least one session, each {opens, closes}',
    objectOf({ opens: timeOfDay, closes: timeOfDay }),
  ),
});

const hoursRule: Rule = (value, at) => {
  const fault = hoursFields(value, at);
  if (fault !== undefined) return fault;
  const overlapping = overlappingSession((value as TradingHours).sessions);
  if (overlapping < 0) return undefined;
  return { at: `${at}.sessions.${overlapping}.opens`, allowed: 'sessions in order of time that do not overlap' };
};

// No instrument comes near these ends; between them every forecast is finite.
const positive = numberWithin(1e-9, 1e15, 'a number from 1e-9 to 1e15');

const RULES: Readonly<Record<keyof KnownTerms, Rule>> = {
  kind: textRule(`one of ${INSTRUMENT_KINDS.join(', ')}`, (kind) => INSTRUMENT_KINDS.some((known) => known === kind)),
  currency: textRule('a currency code of 3 to 10 capital letters or digits', (code) => /^[A-Z0-9]{3,10}$/.test(code)),
  tickSize: positive,
  lotSize: positive,
  contractMultiplier: positive,
  isInverse: rule('true or false', (value) => typeof value === 'boolean'),
  expiresAt: textRule('an instant such as 2024-03-29T08:00:00Z', (text) => parseInstant(text) !== undefined),
  legs: legsRule,
  tradingHours: hoursRule,
  sessionSeconds: numberWithin(60, 86_400, 'a number of seconds from 60 to 86400'),
  averageDailyVolume: positive,
  dailyVolatility: numberWithin(1e-6, 10, 'a fraction from 0.000001 to 10 (0.02 is 2 %)'),
  sharesOutstanding: positive,
  feesAndSettlementBps: numberWithin(0, 1000, 'a number of bps from 0 to 1000'),
};

const ruleOf = (field: string): Rule | undefined =>
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
