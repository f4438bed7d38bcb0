import { type QuarantinedRow } from '#domain/market-data';

/** Every reason for which a row is set aside. */
export type QuarantineReason =
  /** More or fewer columns than the format has. */
  | 'WRONG_COLUMN_COUNT'
  /** A column that should hold an integer (or a time) holds something else, or more digits than any real value has. */
  | 'NOT_A_NUMBER'
  /** A size below zero, or zero where something must have changed hands. */
  | 'BAD_SIZE'
  /** Earlier than the row before it. */
  | 'TIME_BACKWARDS'
  /** A leap ahead that the next row takes back. */
  | 'TIME_AHEAD'
  /** Outside the day it is said to be of. */
  | 'TIME_OUT_OF_DAY'
  /** Not above zero, or ten times away from the prices around it. */
  | 'ABSURD_PRICE'
  /** A quote that speaks of neither side. */
  | 'EMPTY_QUOTE'
  /** A message type, direction or flag that the format does not have. */
  | 'UNKNOWN_CODE'
  /** The vendor marked the row as suspicious. */
  | 'SUSPICIOUS'
  /** The last line ends in the middle of a row. */
  | 'HALF_WRITTEN_LINE'
  /** Longer than any row of any format. */
  | 'LINE_TOO_LONG'
  /** A message and the order-book row beside it contradict each other. */
  | 'BOOK_MISMATCH'
  /** One of two files that go row by row has more rows than the other. */
  | 'UNPAIRED_ROW';

/** Where rows that are set aside go, one by one: a log, a file. */
export type QuarantineSink = (row: QuarantinedRow) => void;

const KEPT_ROWS_MAX = 1000;
const TEXT_LENGTH_MAX = 200;

/** The rows that were set aside: all of them counted by reason and handed to the sink, the first thousand kept. */
export class Quarantine {
  private readonly counts = new Map<QuarantineReason, number>();
  private readonly kept: QuarantinedRow[] = [];

  constructor(private readonly sink?: QuarantineSink) {}

  add(file: string, line: number, reason: QuarantineReason, text: string): void {
    const row = { file, line, reason, text: text.slice(0, TEXT_LENGTH_MAX) };
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1);
    if (this.kept.length < KEPT_ROWS_MAX) this.kept.push(row);
    this.sink?.(row);
  }

  /** Rows set aside so far, by reason; a session that is played again counts again. */
  countsByReason(): ReadonlyMap<QuarantineReason, number> {
    return this.counts;
  }

  /** The first thousand rows set aside. */
  rows(): readonly QuarantinedRow[] {
    return this.kept;
  }
}
