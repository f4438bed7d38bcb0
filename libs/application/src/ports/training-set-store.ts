/**
 * A column of a table. A value that is missing is `null`, of numbers NaN too.
 *
 * - DOUBLE: finite numbers; INTEGER: 32 bits; BIGINT: 64 bits.
 */
export type TableColumn =
  | { readonly name: string; readonly type: 'DOUBLE' | 'INTEGER'; readonly values: ArrayLike<number | null> }
  | { readonly name: string; readonly type: 'BIGINT'; readonly values: ArrayLike<bigint | null> }
  | { readonly name: string; readonly type: 'VARCHAR'; readonly values: ArrayLike<string | null> }
  | { readonly name: string; readonly type: 'BOOLEAN'; readonly values: ArrayLike<boolean | null> };

/** Where a training set is written: nothing is seen of it before `finish`, and then all of it. */
export interface TrainingSetStore {
  /** The rows of one instrument's day. */
  writeRows(name: string, columns: readonly TableColumn[]): Promise<void>;
  /** A text beside the rows: the data card. */
  writeText(name: string, text: string): Promise<void>;
  finish(): Promise<void>;
  /** Forgets what was written; harmless after `finish`. */
  discard(): Promise<void>;
}

/** SHA-256, hex. */
export interface Digests {
  ofBytes(parts: Iterable<Uint8Array>): string;
  /** Of a file on disk. */
  ofFile(path: string): Promise<string>;
}
