import { formatInstant, sideSign } from '#domain/core';
import { type DealerOutcome, type FinishedRequest } from './finished-request.js';
import { readImportRow, type ImportColumn, type ImportRow, type ImportText, type RefusedImport } from './import-row.js';

/** Requests of a third party's list, and the rows that made none. */
export interface ImportedRequests {
  readonly requests: readonly ImportedRequest[];
  /** By line. */
  readonly refused: readonly RefusedImport[];
}

export interface ImportedRequest {
  /** What makes it the same request in another list: time, instrument, side and size. */
  readonly key: string;
  readonly row: FinishedRequest;
}

/**
 * Rows of equal time, bond, side and notional are the quotes of one request. It is taken with all of them or not at all: with one missing its
 * ranks and its cover would be others.
 */
export const importRequests = (texts: readonly ImportText[]): ImportedRequests => {
  const groups = new Map<string, ImportRow[]>();
  const spoiled = new Set<string>();
  const refused: RefusedImport[] = [];
  for (const text of texts) {
    const row = readImportRow(text);
    if ('reason' in row) {
      refused.push(row);
      spoiled.add(textKey(text));
      continue;
    }
    const key = keyOf(row);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(row);
  }
  const spoiledTexts = new Map(texts.map((text) => [text.line, textKey(text)]));
  const requests: ImportedRequest[] = [];
  for (const [key, rows] of groups) {
    const isSpoiled = rows.some(({ line }) => spoiled.has(spoiledTexts.get(line)!));
    const fault = isSpoiled ? undefined : groupFault(rows);
    if (fault !== undefined) refused.push(fault);
    if (isSpoiled || fault !== undefined)
      refused.push(...rows.filter(({ line }) => line !== fault?.line).map(withItsRequest));
    else requests.push({ key, row: requestOf(rows) });
  }
  return { requests, refused: refused.sort((a, b) => a.line - b.line) };
};

const keyOf = ({ time, bond, side, notional }: ImportRow): string =>
  JSON.stringify([formatInstant(time), bond, side, notional]);

/** Of a row that could not be read: what it shares with the others of its request as it is written. */
const textKey = ({ values }: ImportText): string =>
  JSON.stringify([values.Time, values.Bond, values.Side?.toUpperCase(), values.Notional]);

const withItsRequest = ({ line }: ImportRow): RefusedImport => ({
  line,
  reason: 'REQUEST_REFUSED',
  message: `line ${line}: another quote of the same request was refused`,
});

/** The first row that cannot be beside those before it. */
const groupFault = (rows: readonly ImportRow[]): RefusedImport | undefined => {
  const first = rows[0]!;
  const names = new Set<string>();
  let hasTraded = false;
  for (const row of rows) {
    const { line } = row;
    const column = contradiction(first, row);
    if (column !== undefined) {
      const message = `line ${line}, ${column}: not as in line ${first.line}, of the same request`;
      return { line, column, reason: 'CONTRADICTION', message };
    }
    if (names.has(row.counterparty)) {
      const message = `line ${line}, Counterparty: ${row.counterparty} has quoted this request already`;
      return { line, column: 'Counterparty', reason: 'DUPLICATE_DEALER', message };
    }
    if (row.traded && hasTraded) {
      const message = `line ${line}, Traded: this request was traded with another dealer already`;
      return { line, column: 'Traded', reason: 'TRADED_TWICE', message };
    }
    names.add(row.counterparty);
    if (names.size > first.competitors + 1) {
      const message = `line ${line}, Competitors: more quotes than the ${first.competitors + 1} dealers asked`;
      return { line, column: 'Competitors', reason: 'MORE_QUOTES_THAN_DEALERS', message };
    }
    hasTraded ||= row.traded;
  }
  return undefined;
};

const contradiction = (one: ImportRow, other: ImportRow): ImportColumn | undefined => {
  if (one.midPrice !== other.midPrice) return 'MidPrice';
  if (one.competitors !== other.competitors) return 'Competitors';
  return one.nextMidPrice === other.nextMidPrice ? undefined : 'NextMidPrice';
};

/** When dealers answered, and what they rejected, is not in the list. */
const requestOf = (rows: readonly ImportRow[]): FinishedRequest => {
  const [{ time, bond, side, notional, midPrice, competitors, nextMidPrice }] = rows as [ImportRow];
  const sign = sideSign(side);
  const others = rows.filter(({ traded }) => !traded).map(({ quotedPrice }) => sign * quotedPrice);
  const hasCover = others.length > 0 && others.length < rows.length;
  return {
    source: 'IMPORTED',
    instrumentId: bond,
    side,
    quantity: notional,
    requestedAt: formatInstant(time),
    endedAfterMs: 0,
    arrivalMid: midPrice,
    endMid: midPrice,
    conditions: null,
    panelSize: competitors + 1,
    dealers: rows.map(outcomeOf),
    coverPrice: hasCover ? sign * Math.min(...others) : null,
    markouts: [],
    nextMid: nextMidPrice ?? null,
  };
};

const outcomeOf = ({ counterparty, side, quotedPrice, midPrice, traded }: ImportRow): DealerOutcome => ({
  dealer: counterparty,
  fate: traded ? 'DONE' : 'LOST',
  answeredAfterMs: null,
  quote: {
    bid: side === 'SELL' ? quotedPrice : null,
    offer: side === 'BUY' ? quotedPrice : null,
    mid: midPrice,
  },
  takings: 0,
  rejections: 0,
  rejectMoveBps: null,
  filledLots: traded ? 1 : 0,
});
