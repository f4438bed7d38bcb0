import { BIGINT, BOOLEAN, DOUBLE, INTEGER, VARCHAR, type DuckDBValue } from '@duckdb/node-api';
import { copyRows, type SourceColumn } from './copy-rows.js';
import { sqlName } from './duckdb.js';
import { type ParquetColumn, type ParquetMetadata, type ParquetType } from './parquet-column.js';
import { ParquetError } from './parquet-error.js';
import { replaceFile } from './replace-file.js';

/**
 * Writes columns of equal length to one Parquet file (Zstandard, one thread). Folders are made where they are missing, and a
 * file that was there before is replaced as a whole when the new one is on the disk. Equal columns and metadata give equal
 * bytes with the same version of DuckDB. Throws ParquetError BAD_VALUE when a value is none of its column's type, and
 * INACCESSIBLE when the file cannot be written.
 */
export const writeParquet = async (
  path: string,
  columns: readonly ParquetColumn[],
  metadata: ParquetMetadata = {},
): Promise<void> => {
  const rowCount = lengthOf(columns);
  for (const column of columns) checkValues(path, column);
  refuseRepeated('keys', Object.keys(metadata));
  await replaceFile(path, (temporary) =>
    copyRows(temporary, {
      rowCount,
      sources: columns.map(sourceOf),
      columns: columns.map(({ name }) => ({ name, expression: sqlName(name) })),
      metadata,
    }),
  );
};

const lengthOf = (columns: readonly ParquetColumn[]): number => {
  const [first] = columns;
  if (first === undefined) throw new RangeError('writeParquet: there must be at least one column');
  for (const { name, values } of columns) {
    if (values.length !== first.values.length) {
      throw new RangeError(
        `writeParquet: ${first.name} has ${first.values.length} values, ${name} has ${values.length}; they must be as many`,
      );
    }
  }
  refuseRepeated(
    'columns',
    columns.map(({ name }) => name),
  );
  return first.values.length;
};

/** DuckDB takes names that differ in capitals only as one. */
const refuseRepeated = (what: string, names: readonly string[]): void => {
  const taken = new Set<string>();
  for (const name of names) {
    if (taken.has(name.toLowerCase())) throw new RangeError(`writeParquet: there are two ${what} ${name}`);
    taken.add(name.toLowerCase());
  }
};

const TYPES = { DOUBLE, INTEGER, BIGINT, VARCHAR, BOOLEAN } as const;

const sourceOf = ({ name, type, values }: ParquetColumn): SourceColumn => ({
  name,
  type: TYPES[type],
  value: type === 'BIGINT' ? (row) => toBigInt(values[row]!) : (row) => toValue(values[row]!),
});

const isMissing = (value: ParquetColumn['values'][number] | undefined): boolean =>
  value === null || value === undefined || Number.isNaN(value);

const toValue = (value: ParquetColumn['values'][number]): DuckDBValue => (isMissing(value) ? null : value);

const toBigInt = (value: ParquetColumn['values'][number]): DuckDBValue =>
  isMissing(value) ? null : BigInt(value as bigint | number);

const RULES: Readonly<Record<ParquetType, { readonly allowed: string; accepts: (value: unknown) => boolean }>> = {
  DOUBLE: { allowed: 'a finite number', accepts: Number.isFinite },
  INTEGER: {
    allowed: 'an integer from -2147483648 to 2147483647',
    accepts: (value) => Number.isInteger(value) && (value as number) === ((value as number) | 0),
  },
  BIGINT: {
    allowed: 'an integer of 64 bits, as a number only up to 2^53',
    accepts: (value) => (typeof value === 'bigint' ? BigInt.asIntN(64, value) === value : Number.isSafeInteger(value)),
  },
  VARCHAR: { allowed: 'a text', accepts: (value) => typeof value === 'string' },
  BOOLEAN: { allowed: 'true or false', accepts: (value) => typeof value === 'boolean' },
};

const checkValues = (path: string, { name, type, values }: ParquetColumn): void => {
  const { allowed, accepts } = RULES[type];
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    if (isMissing(value) || accepts(value)) continue;
    throw new ParquetError(
      'BAD_VALUE',
      path,
      `column ${name}, row ${row}: ${String(value)} is not ${allowed}, null or NaN where it is missing`,
    );
  }
};
