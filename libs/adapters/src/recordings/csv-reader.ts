import { type CsvSource, readingError } from './csv-source.js';
import { type QuarantineReason } from './quarantine.js';

const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;

/** Two hundred levels of an order book fit into an eighth of this. */
const LINE_BYTES_MAX = 65_536;
/** What is kept of a line that is longer: enough to recognise it by. */
const LINE_BYTES_KEPT = 256;
/** Integers of more digits are not exact as a double; no price, size or time has them. */
const DIGITS_MAX = 15;

/**
 * A streamed CSV file, one line at a time, its fields read straight from the bytes: rows of numbers cost no strings.
 * At any moment it holds one chunk of the file and the line that the chunk's end cut in two.
 */
export class CsvReader {
  /** Number of the current line, from 1. */
  line = 0;
  /** Fields on the current line. */
  columns = 0;

  private chunks: AsyncIterator<Buffer> | undefined;
  private buffer: Buffer = Buffer.alloc(0);
  private position = 0;
  private start = 0;
  private ends = new Int32Array(64);
  private atEnd = false;
  private commas = 0;
  private cut = false;
  private terminated = true;
  private tooLong = false;

  constructor(readonly source: CsvSource) {}

  /** Moves to the next line when it is already in memory; otherwise `advance` has to. */
  next(): boolean {
    const { buffer } = this;
    this.commas = 0;
    for (let i = this.position; i < buffer.length; i += 1) {
      const byte = buffer[i]!;
      if (byte === COMMA) {
        this.endField(i);
        this.commas += 1;
      } else if (byte === LINE_FEED) {
        const end = i > this.position && buffer[i - 1] === CARRIAGE_RETURN ? i - 1 : i;
        this.take(end, i + 1);
        this.terminated = true;
        return true;
      }
    }
    return false;
  }

  /** Moves to the next line, reading on as far as needed; false at the end of the file. Throws RecordingError when it breaks. */
  async advance(): Promise<boolean> {
    while (!this.next()) {
      if (this.atEnd) return this.takeRest();
      await this.fill();
    }
    return true;
  }

  /** Lets go of the file; to be called when reading stops before the end. */
  close(): void {
    void this.chunks?.return?.();
  }

  /** What is wrong with the current line as a whole, when it should have `columns` fields. */
  fault(columns: number): QuarantineReason | undefined {
    if (this.tooLong) return 'LINE_TOO_LONG';
    if (this.columns === columns) return undefined;
    return this.terminated ? 'WRONG_COLUMN_COUNT' : 'HALF_WRITTEN_LINE';
  }

  /** The reason for a field that could not be read: on a last line without an end it was cut off. */
  fieldFault(): QuarantineReason {
    return this.terminated ? 'NOT_A_NUMBER' : 'HALF_WRITTEN_LINE';
  }

  /** The current line as text. */
  text(): string {
    return this.buffer.toString('latin1', this.start, this.ends[this.columns - 1]);
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

  private endField(end: number): void {
    if (this.commas === this.ends.length) {
      const ends = this.ends;
      this.ends = new Int32Array(ends.length * 2);
      this.ends.set(ends);
    }
    this.ends[this.commas] = end;
  }

  private take(end: number, next: number): void {
    this.endField(end);
    this.columns = this.commas + 1;
    this.start = this.position;
    this.position = next;
    this.line += 1;
    this.tooLong = this.cut;
    this.cut = false;
  }

  /** The last line, when the file does not end in a line feed; its commas were seen by the last `next`. */
  private takeRest(): boolean {
    const { length } = this.buffer;
    if (this.position === length) return false;
    this.take(length, length);
    this.terminated = false;
    return true;
  }

  private async fill(): Promise<void> {
    const chunk = await this.read();
    if (chunk === undefined) {
      this.atEnd = true;
      return;
    }
    let rest = this.buffer.subarray(this.position);
    if (rest.length > LINE_BYTES_MAX) {
      rest = rest.subarray(0, LINE_BYTES_KEPT);
      this.cut = true;
    }
    this.buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    this.position = 0;
  }

  private async read(): Promise<Buffer | undefined> {
    try {
      this.chunks ??= (await this.source.open())[Symbol.asyncIterator]();
      const chunk = await this.chunks.next();
      return chunk.done === true ? undefined : chunk.value;
    } catch (error) {
      throw readingError(this.source, error);
    }
  }
}
