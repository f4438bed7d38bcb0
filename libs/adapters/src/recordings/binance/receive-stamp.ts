const SPACE = 0x20;
const ZERO = 0x30;
const SECOND_DIGITS = 10;
/** A time since 1970 in microseconds or in nanoseconds, until the year 2286. */
const STAMP_DIGITS: readonly number[] = [16, 19];
const NS_DIGITS = 9;

/** The time at the start of a line: when the recorder got the message, by its own clock. Refilled line by line. */
export class ReceiveStamp {
  /** Whole seconds since 1970, and the nanoseconds after them: together they are no exact double. */
  seconds = 0;
  nanos = 0;

  /** Takes the time with which the line from `start` to `end` begins; returns where it ends, -1 when there is none. */
  read(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    let [seconds, fraction] = [0, 0];
    for (; at < end && bytes[at] !== SPACE; at += 1) {
      const digit = bytes[at]! - ZERO;
      if (!(digit >= 0 && digit <= 9)) return -1;
      if (at - start < SECOND_DIGITS) seconds = seconds * 10 + digit;
      else fraction = fraction * 10 + digit;
    }
    const digits = at - start;
    if (!STAMP_DIGITS.includes(digits)) return -1;
    this.seconds = seconds;
    this.nanos = fraction * 10 ** (NS_DIGITS - (digits - SECOND_DIGITS));
    return at;
  }
}
