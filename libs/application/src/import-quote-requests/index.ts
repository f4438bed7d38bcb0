import { canonicalJson, err, ok, type Failure, type Result } from '#domain/core';
import { IMPORT_COLUMNS, importRequests, type RefusedImport } from '#domain/scoring';
import { type TextTable } from '#application/import-orders';
import { type HistoryRow, type Identifiers, type RequestHistory } from '#application/ports';

/** What became of a list. */
export interface ImportSummary {
  /** Its rows: each is a quote. */
  readonly rows: number;
  /** Requests that they make, and how many of those the history did not hold yet. */
  readonly requests: number;
  readonly added: number;
  readonly refused: readonly RefusedImport[];
}

export type InvalidImport = Failure<'INVALID_IMPORT'>;

export interface ImportPorts {
  readonly history: RequestHistory;
  readonly identifiers: Pick<Identifiers, 'digest'>;
}

/** Requests written in one go. */
const BATCH = 1_000;

/**
 * Takes a third party's list of requests for quote into a desk's history. A request that is there already stays as it is, so that a list
 * may be taken again, or with more rows. A table without the columns is refused whole; otherwise every row is taken or told why not.
 */
export const importQuoteRequests = async (
  { history, identifiers }: ImportPorts,
  deskId: string,
  { columns, rows, file }: TextTable,
): Promise<Result<ImportSummary, InvalidImport>> => {
  const fault = columnFault(columns);
  if (fault !== undefined) {
    const allowed = IMPORT_COLUMNS.join(', ');
    return err({ code: 'INVALID_IMPORT', message: `${file}, line 1: ${fault}; the columns are ${allowed}`, allowed });
  }
  const { requests, refused } = importRequests(rows);
  const historyRows = requests.map(({ key, row }): HistoryRow => ({
    requestId: idOf(identifiers.digest(`imported request ${key}`)),
    version: 1,
    row: canonicalJson(row),
  }));
  let added = 0;
  for (let first = 0; first < historyRows.length; first += BATCH) {
    added += await history.write(deskId, historyRows.slice(first, first + BATCH));
  }
  return ok({ rows: rows.length, requests: requests.length, added, refused });
};

const columnFault = (columns: readonly string[]): string | undefined => {
  const known: readonly string[] = IMPORT_COLUMNS;
  const unknown = columns.find((column) => !known.includes(column));
  if (unknown !== undefined) return `unknown column "${unknown}"`;
  const missing = known.find((column) => !columns.includes(column));
  if (missing !== undefined) return `column ${missing} is missing`;
  const twice = columns.find((column, i) => columns.indexOf(column) < i);
  return twice === undefined ? undefined : `column ${twice} stands there twice`;
};

/** A UUID of version 8: made of what it names. */
const idOf = (sha256: string): string =>
  [
    sha256.slice(0, 8),
    sha256.slice(8, 12),
    `8${sha256.slice(13, 16)}`,
    `8${sha256.slice(17, 20)}`,
    sha256.slice(20, 32),
  ].join('-');
