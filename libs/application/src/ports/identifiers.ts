/** Makes identities. */
export interface Identifiers {
  /** A new UUID version 7: ordered by the wall time at which it was made. */
  newId(): string;
  /** SHA-256 of a text, hex. */
  digest(text: string): string;
}
