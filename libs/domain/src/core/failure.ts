/**
 * An expected failure, as a value: what went wrong, which field of the request it concerns, and what would be allowed.
 * The code is stable and machine-readable; the message is for a person.
 */
export interface Failure<Code extends string = string> {
  readonly code: Code;
  readonly message: string;
  /** Path of the offending field in the request, e.g. `quotes.3.price`. */
  readonly field?: string;
  /** What is allowed there, or what to do next. */
  readonly allowed?: string;
}
