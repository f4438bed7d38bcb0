import { parseInstant, type Instant, type Side } from '#domain/core';

/** Columns of a third party's list of requests for quote, in their usual order. */
export const IMPORT_COLUMNS = [
  'Time',
  'Bond',
  'Side',
  'Notional',
  'Counterparty',
  'MidPrice',
  'QuotedPrice',
  'Competitors',
  'Traded',
  'NextMidPrice',
] as const;
export type ImportColumn = (typeof IMPORT_COLUMNS)[number];

/** One dealer's quote in one request. */
export interface ImportRow {
  readonly line: number;
  readonly time: Instant;
  readonly bond: string;
  readonly side: Side;
  readonly notional: number;
  readonly counterparty: string;
  readonly midPrice: number;
  readonly quotedPrice: number;
  readonly competitors: number;
  readonly traded: boolean;
  /** Absent where the list ends before it. */
  readonly nextMidPrice?: number;
}

/** A row that was not taken, and why. */
export interface RefusedImport {
  readonly line: number;
  /** Absent where it is not about one of them. */
  readonly column?: ImportColumn;
  readonly reason: ImportRefusal;
  readonly message: string;
}

export type ImportRefusal =
  | 'WRONG_COLUMN_COUNT'
  | 'BAD_VALUE'
  // Another row of the same request says something else.
  | 'CONTRADICTION'
  | 'DUPLICATE_DEALER'
  | 'TRADED_TWICE'
  | 'MORE_QUOTES_THAN_DEALERS'
  // Another row of the same request was refused: without it the request would be another.
  | 'REQUEST_REFUSED';

/** A row as it lies in the file. */
export interface ImportText {
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
  readonly hasWrongColumnCount?: boolean;
}

/** Of the mid: beyond it a price is of another instrument, currency or unit. */
const FAR_FACTOR = 2;
/** As of a request for quote. */
const DEALERS_MAX = 50;

export const readImportRow = ({ line, values, hasWrongColumnCount = false }: ImportText): ImportRow | RefusedImport => {
  if (hasWrongColumnCount) {
    return { line, reason: 'WRONG_COLUMN_COUNT', message: `line ${line} has not as many values as there are columns` };
  }
  const bad = (column: ImportColumn, allowed: string): RefusedImport => ({
    line,
    column,
    reason: 'BAD_VALUE',
    message: `line ${line}, ${column}: ${JSON.stringify(values[column] ?? '')} is not ${allowed}`,
  });
  const time = timeOf(values.Time ?? '');
  if (time === undefined)
    return bad('Time', 'a time in ISO 8601, such as 2024-03-05T15:00:00Z; without a zone it is UTC');
  const { Bond: bond = '', Counterparty: counterparty = '' } = values;
  if (!NAME.test(bond)) return bad('Bond', 'a name of 1 to 64 characters');
  const side = SIDES[values.Side?.toUpperCase() ?? ''];
  if (side === undefined) return bad('Side', 'BUY or SELL, as the client traded');
  const notional = positive(values.Notional);
  if (notional === undefined) return bad('Notional', 'a positive number');
  if (!NAME.test(counterparty)) return bad('Counterparty', 'a name of 1 to 64 characters');
  const midPrice = positive(values.MidPrice);
  if (midPrice === undefined) return bad('MidPrice', 'a positive number');
  const quotedPrice = near(midPrice, values.QuotedPrice);
  if (quotedPrice === undefined) return bad('QuotedPrice', `a price from half of the mid to twice as much`);
  const competitors = COMPETITORS.test(values.Competitors ?? '') ? Number(values.Competitors) : DEALERS_MAX;
  if (competitors >= DEALERS_MAX) return bad('Competitors', `a whole number from 0 to ${DEALERS_MAX - 1}`);
  const traded = TRADED[values.Traded?.toLowerCase() ?? ''];
  if (traded === undefined) return bad('Traded', 'true, false, 1 or 0');
  const nextMidPrice = near(midPrice, values.NextMidPrice);
  if (nextMidPrice === undefined && values.NextMidPrice !== '') {
    return bad('NextMidPrice', 'a price from half of the mid to twice as much, or nothing');
  }
  return {
    line,
    time,
    bond,
    side,
    notional,
    counterparty,
    midPrice,
    quotedPrice,
    competitors,
    traded,
    ...(nextMidPrice !== undefined && { nextMidPrice }),
  };
};

const NAME = /^\P{Cc}{1,64}$/u;
const COMPETITORS = /^\d{1,4}$/;
const NUMBER = /^[+]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const SIDES: Readonly<Partial<Record<string, Side>>> = { BUY: 'BUY', SELL: 'SELL' };
const TRADED: Readonly<Partial<Record<string, boolean>>> = { true: true, false: false, 1: true, 0: false };

const timeOf = (text: string): Instant | undefined => {
  const iso = text.replace(' ', 'T');
  return parseInstant(iso) ?? parseInstant(`${iso}Z`);
};

const positive = (text = ''): number | undefined => {
  const value = NUMBER.test(text) ? Number(text) : NaN;
  return value > 0 && value < Infinity ? value : undefined;
};

const near = (mid: number, text: string | undefined): number | undefined => {
  const price = positive(text);
  return price !== undefined && price >= mid / FAR_FACTOR && price <= mid * FAR_FACTOR ? price : undefined;
};
