import { type DuckDBConnection } from '@duckdb/node-api';
import { open } from 'node:fs/promises';
import { sqlFiles } from './duckdb.js';
import { type ParquetMetadata } from './parquet-column.js';
import { ParquetError, parquetError } from './parquet-error.js';

/** What a Parquet file says of itself. */
export interface ParquetFile {
  readonly path: string;
  readonly rowCount: number;
  /** DuckDB's name of each column's type, by the column's name, in the file's order. */
  readonly types: ReadonlyMap<string, string>;
  readonly metadata: ParquetMetadata;
}

const MAGIC = Buffer.from('PAR1', 'latin1');

/** Whether a file begins as a Parquet file does. Throws ParquetError when it cannot be opened. */
export const isParquet = async (path: string): Promise<boolean> => {
  try {
    const file = await open(path);
    try {
      const head = Buffer.alloc(MAGIC.length);
      await file.read(head, 0, head.length, 0);
      return head.equals(MAGIC);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw parquetError(path, error);
  }
};

/** Reads a file's footer. Throws ParquetError. */
export const inspectParquet = async (connection: DuckDBConnection, path: string): Promise<ParquetFile> => {
  if (!(await isParquet(path))) throw new ParquetError('BROKEN_FILE', path, 'not a Parquet file');
  try {
    const file = sqlFiles([path]);
    const [[rowCount] = []] = await rowsOf(
      connection,
      `SELECT sum(num_rows)::DOUBLE FROM parquet_file_metadata(${file})`,
    );
    const types = await rowsOf(connection, `DESCRIBE SELECT * FROM read_parquet(${file}, hive_partitioning = false)`);
    const pairs = await rowsOf(connection, `SELECT decode(key), decode(value) FROM parquet_kv_metadata(${file})`);
    return {
      path,
      rowCount: rowCount as number,
      types: new Map(types.map(([name, type]) => [name as string, type as string])),
      metadata: Object.fromEntries(pairs as [string, string][]),
    };
  } catch (error) {
    throw parquetError(path, error);
  }
};

/** Asks DuckDB for all rows of a small answer. */
const rowsOf = async (connection: DuckDBConnection, sql: string): Promise<unknown[][]> =>
  (await connection.runAndReadAll(sql)).getRows();
