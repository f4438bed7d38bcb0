import { formatInstant, parseInstant } from '#domain/core';
import { parseInstrumentTable, type MarketSession, type SessionDepth } from '#domain/market-data';

/** A session without its events, and without the files it is read from: what is said of it in every file of an archive. */
export type SessionDescription = Omit<MarketSession, 'events' | 'files'>;

/** As JSON: the origin in ISO 8601 with nanoseconds, all else as it is. Equal descriptions give equal texts. */
export const describeSession = (session: SessionDescription): string => {
  const { instrumentId, source, origin, openNs, closeNs, terms, dailyBars } = session;
  const { priceUnitsPerCurrency, sizeUnitsPerUnit, tickUnits, depth } = session;
  return JSON.stringify({
    instrumentId,
    source: { kind: source.kind, name: source.name },
    origin: formatInstant(origin),
    openNs,
    closeNs,
    priceUnitsPerCurrency,
    sizeUnitsPerUnit,
    tickUnits,
    depth,
    terms,
    dailyBars,
  });
};

/** The description in a text; or in one line what is wrong with it: the field and what is allowed. */
export const parseDescription = (text: string): SessionDescription | string => {
  const described = parseObject(text);
  if (described === undefined) return 'the session is not a JSON object';
  const fault = FIELDS.find(({ field, accepts }) => !accepts(described[field]));
  if (fault !== undefined) return `session / ${fault.field}: expected ${fault.allowed}`;
  const session = described as unknown as Omit<SessionDescription, 'origin'> & { readonly origin: string };
  if (session.terms !== undefined) {
    const terms = parseInstrumentTable(JSON.stringify({ [session.instrumentId]: session.terms }));
    if (!terms.ok) return terms.error.message;
  }
  return { ...session, origin: parseInstant(session.origin)! };
};

interface FieldRule {
  readonly field: keyof SessionDescription;
  readonly allowed: string;
  readonly accepts: (value: unknown) => boolean;
}

const DEPTHS: readonly SessionDepth[] = ['TOP', 'LEVELS', 'ORDERS', 'LEVELS_AND_ORDERS'];
const SOURCE_KINDS = ['RECORDED', 'SIMULATED', 'LIVE'];
const BAR_NUMBERS = ['open', 'high', 'low', 'close', 'volume'];

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isTime = (value: unknown): boolean => Number.isSafeInteger(value);
const isPositive = (value: unknown): boolean => typeof value === 'number' && value > 0;
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isSource = (value: unknown): boolean =>
  isObject(value) && SOURCE_KINDS.includes(value.kind as string) && isText(value.name);
const isBar = (value: unknown): boolean =>
  isObject(value) && isText(value.date) && BAR_NUMBERS.every((name) => typeof value[name] === 'number');

const FIELDS: readonly FieldRule[] = [
  { field: 'instrumentId', allowed: 'a text that is not empty', accepts: isText },
  { field: 'source', allowed: `{kind: one of ${SOURCE_KINDS.join(', ')}, name}`, accepts: isSource },
  {
    field: 'origin',
    allowed: 'an instant such as 2012-06-21T04:00:00.000000000Z',
    accepts: (value) => typeof value === 'string' && parseInstant(value) !== undefined,
  },
  { field: 'openNs', allowed: 'whole nanoseconds', accepts: isTime },
  { field: 'closeNs', allowed: 'whole nanoseconds', accepts: isTime },
  { field: 'priceUnitsPerCurrency', allowed: 'a number above zero', accepts: isPositive },
  { field: 'sizeUnitsPerUnit', allowed: 'a number above zero', accepts: isPositive },
  { field: 'tickUnits', allowed: 'a number above zero', accepts: isPositive },
  {
    field: 'depth',
    allowed: `one of ${DEPTHS.join(', ')}`,
    accepts: (value) => DEPTHS.includes(value as SessionDepth),
  },
  {
    field: 'terms',
    allowed: 'terms of the instrument, or nothing',
    accepts: (value) => value === undefined || isObject(value),
  },
  {
    field: 'dailyBars',
    allowed: 'a list of {date, open, high, low, close, volume}, or nothing',
    accepts: (value) => value === undefined || (Array.isArray(value) && value.every(isBar)),
  },
];

const parseObject = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const parsed = JSON.parse(text) as unknown;
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
};
