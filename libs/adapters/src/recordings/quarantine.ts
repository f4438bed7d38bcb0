import { type QuarantinedRow } from '#domain/market-data';

/** Every reason for which a reader sets a row aside. */
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
  /** What follows the time is not one JSON object. */
  | 'NOT_JSON'
  /** A field that messages of its type have is missing. */
  | 'MISSING_FIELD'
  /** Of another instrument than the rest of the recording. */
  | 'OTHER_INSTRUMENT'
  /** The vendor marked the row as suspicious. */
  | 'SUSPICIOUS'
  /** The last line ends in the middle of a row. */
  | 'HALF_WRITTEN_LINE'
  /** A compressed file ends in the middle; what was written of it has been read. */
  | 'FILE_CUT_SHORT'
  /** Longer than any row of any format. */
  | 'LINE_TOO_LONG'
  /** A message and the order-book row beside it contradict each other. */
  | 'BOOK_MISMATCH'
  /** A price that is no multiple of the instrument's smallest step. */
  | 'PRICE_BETWEEN_TICKS'
  /** Of an order that left the book already: late, or told twice. */
  | 'ORDER_GONE'
  /** The creation of an order that rests already. */
  | 'ORDER_EXISTS'
  /** One order of a trade without the other: the order is followed, the trade is not told. */
  | 'UNPAIRED_EXECUTION'
  /** One of two files that go row by row has more rows than the other. */
  | 'UNPAIRED_ROW';

/** Good rows that no event is made of, by what they are. */
export type LeftOutRow =
  /** The price by which a perpetual is margined: not of the book. */
  | 'MARK_PRICE'
  /** A change of a book of which no snapshot was recorded: the best prices are all there is. */
  | 'DIFF_WITHOUT_SNAPSHOT';

/** Where rows that are set aside go, one by one: a log, a file. */
export type QuarantineSink = (row: QuarantinedRow) => void;

const KEPT_ROWS_MAX = 1000;
const TEXT_LENGTH_MAX = 200;

/** The rows that were set aside: all of them counted by reason and handed to the sink, the first thousand kept. */
export class Quarantine {
  private readonly counts = new Map<string, number>();
  private readonly kept: QuarantinedRow[] = [];
  private readonly leftOut = new Map<LeftOutRow, number>();

  constructor(private readonly sink?: QuarantineSink) {}

  add(file: string, line: number, reason: QuarantineReason, text: string): void {
    this.take({ file, line, reason, text });
  }

  /** Takes a row that was read and set aside later, for one of the reasons of `VERDICTS`. */
  take({ file, line, reason, text }: QuarantinedRow): void {
    const row = { file, line, reason, text: text.slice(0, TEXT_LENGTH_MAX) };
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1);
    if (this.kept.length < KEPT_ROWS_MAX) this.kept.push(row);
    this.sink?.(row);
  }

  /** Counts a good row that no event is made of. */
  leaveOut(row: LeftOutRow): void {
    this.leftOut.set(row, (this.leftOut.get(row) ?? 0) + 1);
  }

  /** Good rows left out so far, by what they are; a session that is played again counts again. */
  leftOutCounts(): ReadonlyMap<LeftOutRow, number> {
    return this.leftOut;
  }

  /** Rows set aside so far, by reason; a session that is played again counts again. */
  countsByReason(): ReadonlyMap<string, number> {
    return this.counts;
  }

  /** The first thousand rows set aside. */
  rows(): readonly QuarantinedRow[] {
    return this.kept;
  }
}
