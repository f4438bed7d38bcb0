/**
 * A column of a Parquet file, in memory. A value that is missing is NULL in the file: `null`, and for numbers NaN too.
 *
 * - DOUBLE: finite numbers;
 * - INTEGER: integers of 32 bits;
 * - BIGINT: integers of 64 bits, as bigints or, up to 2^53, as numbers.
 */
export type ParquetColumn =
  | { readonly name: string; readonly type: 'DOUBLE' | 'INTEGER'; readonly values: ArrayLike<number | null> }
  | { readonly name: string; readonly type: 'BIGINT'; readonly values: ArrayLike<bigint | number | null> }
  | { readonly name: string; readonly type: 'VARCHAR'; readonly values: ArrayLike<string | null> }
  | { readonly name: string; readonly type: 'BOOLEAN'; readonly values: ArrayLike<boolean | null> };

export type ParquetType = ParquetColumn['type'];

/** Free text beside the rows, in the file's key-value metadata. */
export type ParquetMetadata = Readonly<Record<string, string>>;
