/** The row of a request in a desk's history, made of its events up to a version. */
export interface HistoryRow {
  /** UUID of the request; of an import made of what it says. */
  readonly requestId: string;
  readonly version: number;
  /** Canonical JSON of a FinishedRequest; absent of a request that makes no row, such as a package. */
  readonly row?: string;
}

/** A request that has ended, and of which the row is missing or older than it is. */
export interface RequestBehind {
  readonly requestId: string;
  readonly version: number;
  /** `rfqEventsText` of each of its changes up to that version. */
  readonly changes: readonly string[];
}

/** A row as it was written last. */
export interface WrittenRow {
  readonly requestId: string;
  readonly row?: string;
  /** Rises with every write to the desk's history, and never shows out of order. */
  readonly revision: bigint;
}

/** What became of a desk's requests for quote: rows that follow its recorded events. A desk sees its own and no other's. */
export interface RequestHistory {
  /** Up to `first` requests whose rows must be made, oldest id first. What the last one asked for remains until it is written. */
  behind(deskId: string, first: number): Promise<readonly RequestBehind[]>;
  /** Writes the rows that are newer than what is there, at once or not at all; answers how many were. */
  write(deskId: string, rows: readonly HistoryRow[]): Promise<number>;
  /** What was written after a revision (0: ever), at most the newest `first`, oldest first. */
  writtenAfter(deskId: string, revision: bigint, first: number): Promise<readonly WrittenRow[]>;
}
