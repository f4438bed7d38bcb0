import { type CsvSource } from './csv-source.js';
import { LineReader } from './line-reader.js';
import { type QuarantineReason } from './quarantine.js';

const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;

/** Two hundred levels of an order book fit into an eighth of this. */
const LINE_BYTES_MAX = 65_536;
/** Integers of more digits are not exact as a double; no price, size or time has them. */
const DIGITS_MAX = 15;

/** The lines of a streamed CSV file, their fields read straight from the bytes: rows of numbers cost no strings. */
export class CsvReader extends LineReader {
  /** Fields on the current line. */
  columns = 0;

  private ends = new Int32Array(64);
  private commas = 0;

  constructor(source: CsvSource) {
    super(source, LINE_BYTES_MAX);
  }

  override next(): boolean {
    const { buffer } = this;
    this.commas = 0;
    for (let i = this.position; i < buffer.length; i += 1) {
      const byte = buffer[i]!;
      if (byte === COMMA) {
        this.endField(i);
        this.commas += 1;
      } else if (byte === LINE_FEED) {
        this.takeUntil(i);
        return true;
      }
    }
    return false;
  }

  /** What is wrong with the current line as a whole, when it should have `columns` fields. */
  fault(columns: number): QuarantineReason | undefined {
    if (this.isTooLong) return 'LINE_TOO_LONG';
    if (this.columns === columns) return undefined;
    return this.isTerminated ? 'WRONG_COLUMN_COUNT' : 'HALF_WRITTEN_LINE';
  }

  /** The reason for a field that could not be read: on a last line without an end it was cut off. */
  fieldFault(): QuarantineReason {
    return this.isTerminated ? 'NOT_A_NUMBER' : 'HALF_WRITTEN_LINE';
  }

  /** Field as text. */
  string(column: number): string {
    return this.buffer.toString('latin1', this.startOf(column), this.ends[column]);
  }

  /** Field as an integer of at most 15 digits; NaN when it is none. */
  integer(column: number): number {
    return this.digits(this.startOf(column), this.ends[column]!);
  }

  /** Field as a hexadecimal number of at most 8 digits; NaN when it is none. */
  hexadecimal(column: number): number {
    const text = this.string(column);
    return /^[0-9a-fA-F]{1,8}$/.test(text) ? parseInt(text, 16) : NaN;
  }

  /**
   * Field as a decimal that is not negative, times `10 ** digits` (seconds as nanoseconds: 9); NaN when it is none.
   * Exact, and an integer: decimals beyond `digits` are dropped.
   */
  scaledDecimal(column: number, digits: number): number {
    return this.decimal(this.startOf(column), this.ends[column]!, digits);
  }

  /** The first field of the next line as `scaledDecimal` reads it; NaN when that line is not in memory yet. */
  peekScaledDecimal(digits: number): number {
    const end = this.buffer.indexOf(COMMA, this.position);
    return end === -1 ? NaN : this.decimal(this.position, end, digits);
  }

  /** Field of the next line as `integer` reads it; NaN when that line is not in memory yet. */
  peekInteger(column: number): number {
    let from = this.position;
    for (let commas = 0; commas < column; commas += 1) {
      const comma = this.buffer.indexOf(COMMA, from);
      if (comma === -1) return NaN;
      from = comma + 1;
    }
    const end = this.buffer.indexOf(COMMA, from);
    return end === -1 ? NaN : this.digits(from, end);
  }

  private startOf(column: number): number {
    return column === 0 ? this.start : this.ends[column - 1]! + 1;
  }

  private decimal(from: number, end: number, digits: number): number {
    let point = from;
    while (point < end && this.buffer[point] !== POINT) point += 1;
    const scale = 10 ** digits;
    const whole = this.digits(from, point);
    if (!(whole >= 0)) return NaN;
    if (point === end) return whole * scale;
    const decimalsEnd = Math.min(end, point + 1 + digits);
    const decimals = this.digits(point + 1, decimalsEnd);
    return decimals >= 0 ? whole * scale + decimals * 10 ** (digits - (decimalsEnd - point - 1)) : NaN;
  }

  private digits(from: number, end: number): number {
    const { buffer } = this;
    const negative = buffer[from] === MINUS;
    const first = negative ? from + 1 : from;
    if (first >= end || end - first > DIGITS_MAX) return NaN;
    let value = 0;
    for (let i = first; i < end; i += 1) {
      const digit = buffer[i]! - ZERO;
      if (digit < 0 || digit > 9) return NaN;
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  /** The commas of a last line without an end were seen by the last `next`. */
  protected override take(end: number, next: number): void {
    this.endField(end);
    this.columns = this.commas + 1;
    super.take(end, next);
  }

  private endField(end: number): void {
    if (this.commas === this.ends.length) {
      const { ends } = this;
      this.ends = new Int32Array(ends.length * 2);
      this.ends.set(ends);
    }
    this.ends[this.commas] = end;
  }
}
