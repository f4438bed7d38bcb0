const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const SPACE = 0x20;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

const POWERS_OF_TEN = Array.from({ length: 16 }, (_, digits) => 10 ** digits);

/**
 * Walks over JSON text in bytes and reads numbers straight from them: a market message costs no string and no object.
 * Whoever walks knows which keys it wants and skips the others; their order does not matter.
 *
 * Text that is no JSON ends the walk: `isBroken` becomes true, and from then on nothing more is found. What is skipped is
 * not looked at closely: a value that nobody wants may be a little wrong.
 */
export class JsonCursor {
  isBroken = false;
  /** The last string that was read lies in `bytes` from here to `stringEnd`, without its quotes, escapes as they stand. */
  stringStart = 0;
  stringEnd = 0;

  private bytes: Uint8Array = new Uint8Array(0);
  private at = 0;
  private end = 0;

  /** Begins to walk over `bytes` from `start` up to `end`. */
  begin(bytes: Uint8Array, start: number, end: number): void {
    this.isBroken = false;
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /** Enters an object: whether there is one. */
  enterObject(): boolean {
    return this.enter(OPEN_BRACE);
  }

  /** Enters an array: whether there is one. */
  enterArray(): boolean {
    return this.enter(OPEN_BRACKET);
  }

  /** Moves to the next key of the object and over its colon; false when the object is over. `isFirst`: just entered. */
  nextKey(isFirst: boolean): boolean {
    if (!this.nextMember(CLOSE_BRACE, isFirst)) return false;
    if (!this.string()) return this.breakOff();
    return this.skipBlanks() === COLON ? this.step() : this.breakOff();
  }

  /** Moves to the next value of the array; false when the array is over. `isFirst`: just entered. */
  nextElement(isFirst: boolean): boolean {
    return this.nextMember(CLOSE_BRACKET, isFirst);
  }

  /** Reads a string; false, without a move, when there is none. */
  string(): boolean {
    if (this.skipBlanks() !== QUOTE) return false;
    const { bytes, end } = this;
    let at = this.at + 1;
    this.stringStart = at;
    while (at < end && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
    if (at >= end) return this.breakOff();
    this.stringEnd = at;
    this.at = at + 1;
    return true;
  }

  /** Whether the last string is `text`, of plain ASCII. */
  stringIs(text: string): boolean {
    const { bytes, stringStart } = this;
    if (this.stringEnd - stringStart !== text.length) return false;
    for (let i = 0; i < text.length; i += 1) if (bytes[stringStart + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  /** The last string when it is one character, the empty string otherwise. */
  stringLetter(): string {
    return this.stringEnd - this.stringStart === 1 ? String.fromCharCode(this.bytes[this.stringStart]!) : '';
  }

  /** The last string as text. */
  stringText(): string {
    return Buffer.from(this.bytes.subarray(this.stringStart, this.stringEnd)).toString('latin1');
  }

  /** Reads an integer, exact up to 2^53; NaN when the value, which is skipped then, is none. */
  integer(): number {
    this.skipBlanks();
    const start = this.at;
    const value = this.decimal(0);
    if (!Number.isNaN(value) && this.isAtEndOfValue()) return value;
    this.at = start;
    this.skipValue();
    return NaN;
  }

  /**
   * Reads a decimal in quotes, times `10 ** digits` (15 at most): an integer, exact up to 2^53; NaN when the value, which
   * is skipped then, is none or has more decimals that are not zero.
   */
  quotedDecimal(digits: number): number {
    if (this.skipBlanks() === QUOTE) {
      const start = this.at;
      this.at = start + 1;
      const value = this.decimal(digits);
      if (this.at < this.end && this.bytes[this.at] === QUOTE) {
        this.at += 1;
        return value;
      }
      this.at = start;
    }
    this.skipValue();
    return NaN;
  }

  /** Reads `true` or `false`; undefined when the value, which is skipped then, is neither. */
  boolean(): boolean | undefined {
    const first = this.skipBlanks();
    this.skipValue();
    if (first === 0x74) return true;
    return first === 0x66 ? false : undefined;
  }

  /** Whether the value ahead is a string, without a move. */
  isStringAhead(): boolean {
    return this.skipBlanks() === QUOTE;
  }

  /** Whether the value ahead is an object, without a move. */
  isObjectAhead(): boolean {
    return this.skipBlanks() === OPEN_BRACE;
  }

  /** Whether the value ahead is an array, without a move. */
  isArrayAhead(): boolean {
    return this.skipBlanks() === OPEN_BRACKET;
  }

  /** Moves over a value of any kind. */
  skipValue(): void {
    const first = this.skipBlanks();
    if (first === QUOTE) this.string();
    else if (first === OPEN_BRACE || first === OPEN_BRACKET) this.skipNested();
    else this.skipLiteral();
  }

  /** The text is not what it should be: the walk is over. */
  giveUp(): void {
    this.breakOff();
  }

  /** Whether nothing but blanks is left. */
  isAtEnd(): boolean {
    return this.skipBlanks() === 0 && this.at >= this.end;
  }

  private skipNested(): void {
    let depth = 0;
    do {
      const byte = this.skipBlanks();
      if (byte === QUOTE) {
        this.string();
        continue;
      }
      if (byte === 0) {
        this.breakOff();
        return;
      }
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth -= 1;
      this.at += 1;
    } while (depth > 0 && !this.isBroken);
  }

  /** A number, `true`, `false` or `null`. */
  private skipLiteral(): void {
    const start = this.at;
    while (this.at < this.end && !this.isAtEndOfValue()) this.at += 1;
    if (this.at === start) this.breakOff();
  }

  private isAtEndOfValue(): boolean {
    if (this.at >= this.end) return true;
    const byte = this.bytes[this.at]!;
    return byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || byte <= SPACE;
  }

  /** Reads a decimal times `10 ** digits` up to the first byte that is not part of it. */
  private decimal(digits: number): number {
    const { bytes } = this;
    const isNegative = bytes[this.at] === MINUS;
    const start = isNegative ? this.at + 1 : this.at;
    let at = start;
    let value = 0;
    let digit = bytes[at]! - ZERO;
    while (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      at += 1;
      digit = bytes[at]! - ZERO;
    }
    const wholeDigits = at - start;
    let decimals = 0;
    if (bytes[at] === POINT && digits > 0) {
      at += 1;
      digit = bytes[at]! - ZERO;
      while (digit >= 0 && digit <= 9) {
        if (decimals < digits) {
          value = value * 10 + digit;
          decimals += 1;
        } else if (digit !== 0) value = NaN;
        at += 1;
        digit = bytes[at]! - ZERO;
      }
    }
    this.at = at;
    if (wholeDigits === 0) return NaN;
    const scaled = value * POWERS_OF_TEN[digits - decimals]!;
    return isNegative ? -scaled : scaled;
  }

  private nextMember(close: number, isFirst: boolean): boolean {
    const byte = this.skipBlanks();
    if (byte === close) {
      this.at += 1;
      return false;
    }
    if (isFirst) return byte === 0 ? this.breakOff() : true;
    return byte === COMMA ? this.step() : this.breakOff();
  }

  private enter(open: number): boolean {
    if (this.skipBlanks() !== open) return false;
    return this.step();
  }

  private step(): true {
    this.at += 1;
    return true;
  }

  /** The next byte that is not blank, 0 at the end. */
  private skipBlanks(): number {
    const { bytes, end } = this;
    let { at } = this;
    while (at < end && bytes[at]! <= SPACE) at += 1;
    this.at = at;
    return at < end ? bytes[at]! : 0;
  }

  private breakOff(): false {
    this.isBroken = true;
    this.at = this.end;
    return false;
  }
}
