import { type DuckDBConnection, type DuckDBDataChunk, type DuckDBValue } from '@duckdb/node-api';
import { sqlFiles, sqlName, withDuckDb } from './duckdb.js';
import { inspectParquet, type ParquetFile } from './parquet-file.js';
import { type ParquetColumn, type ParquetMetadata, type ParquetType } from './parquet-column.js';
import { ParquetError, parquetError } from './parquet-error.js';

export interface ParquetTable {
  readonly rowCount: number;
  readonly columns: readonly ParquetColumn[];
  readonly metadata: ParquetMetadata;
}

/**
 * Reads a Parquet file, or of it the columns that are named, into memory. DOUBLE comes as Float64Array with NaN for NULL, all
 * else as arrays with null. Other types are read as the nearest one: smaller integers as INTEGER, larger as BIGINT, FLOAT and
 * DECIMAL as DOUBLE, timestamps as BIGINT nanoseconds since 1970 UTC, enums as VARCHAR. Throws ParquetError when there is no
 * such file, when it is broken, lacks a column or has one of another type (WRONG_TYPE names it and what is allowed).
 */
export const readParquet = (path: string, names?: readonly string[]): Promise<ParquetTable> =>
  withDuckDb(1, async (connection) => {
    const file = await inspectParquet(connection, path);
    const columns = (names ?? [...file.types.keys()]).map((name) => readerOf(file, name));
    await scan(connection, file, columns);
    return {
      rowCount: file.rowCount,
      columns: columns.map(({ name, type, values }) => ({ name, type, values }) as ParquetColumn),
      metadata: file.metadata,
    };
  });

interface ColumnReader {
  readonly name: string;
  readonly type: ParquetType;
  readonly expression: string;
  readonly values: Float64Array | DuckDBValue[];
}

const scan = async (
  connection: DuckDBConnection,
  file: ParquetFile,
  columns: readonly ColumnReader[],
): Promise<void> => {
  const select = columns.map(({ expression }) => expression).join(', ');
  try {
    const result = await connection.stream(
      `SELECT ${select} FROM read_parquet(${sqlFiles([file.path])}, hive_partitioning = false)`,
    );
    let row = 0;
    for await (const chunk of result) {
      columns.forEach(({ values }, column) => {
        copyValues(chunk, column, values, row);
      });
      row += chunk.rowCount;
    }
  } catch (error) {
    throw parquetError(file.path, error);
  }
};

const copyValues = (chunk: DuckDBDataChunk, column: number, to: ColumnReader['values'], row: number): void => {
  const vector = chunk.getColumnVector(column);
  for (let i = 0; i < vector.itemCount; i += 1) to[row + i] = vector.getItem(i)!;
};

const readerOf = (file: ParquetFile, name: string): ColumnReader => {
  const found = file.types.get(name);
  if (found === undefined) {
    throw new ParquetError(
      'MISSING_COLUMN',
      file.path,
      `no column ${name}; there are ${[...file.types.keys()].join(', ')}`,
    );
  }
  const type = typeOf(found);
  if (type === undefined) {
    throw new ParquetError('WRONG_TYPE', file.path, `column ${name} is ${found}; allowed are ${ALLOWED}`);
  }
  return {
    name,
    type,
    expression: expressionOf(sqlName(name), found, type),
    values: type === 'DOUBLE' ? new Float64Array(file.rowCount) : new Array<DuckDBValue>(file.rowCount).fill(null),
  };
};

const ALLOWED = 'DOUBLE, FLOAT, DECIMAL, integers up to 64 bits, timestamps, VARCHAR, ENUM and BOOLEAN';

const typeOf = (found: string): ParquetType | undefined => {
  if (/^(DOUBLE|FLOAT|DECIMAL\(.*\))$/.test(found)) return 'DOUBLE';
  if (/^(TINYINT|SMALLINT|INTEGER|UTINYINT|USMALLINT)$/.test(found)) return 'INTEGER';
  if (/^(BIGINT|UINTEGER|UBIGINT|TIMESTAMP.*)$/.test(found)) return 'BIGINT';
  if (/^(VARCHAR|ENUM\(.*\))$/.test(found)) return 'VARCHAR';
  return found === 'BOOLEAN' ? 'BOOLEAN' : undefined;
};

const expressionOf = (column: string, found: string, type: ParquetType): string => {
  if (type === 'DOUBLE') return `coalesce(CAST(${column} AS DOUBLE), 'NaN')`;
  return found.startsWith('TIMESTAMP') ? `epoch_ns(${column})` : `CAST(${column} AS ${type})`;
};
