import { type DuckDBConnection } from '@duckdb/node-api';
import { open, type FileHandle } from 'node:fs/promises';
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
/** The footer's length in four bytes, and the magic bytes again. */
const TAIL_BYTES = 8;

/** Whether these are the first bytes of a Parquet file. */
export const beginsAsParquet = (bytes: Buffer): boolean => bytes.subarray(0, MAGIC.length).equals(MAGIC);

/** Whether a file begins as a Parquet file. Throws ParquetError when it cannot be opened. */
export const isParquet = (path: string): Promise<boolean> =>
  withFile(path, async (file) => beginsAsParquet(await readAt(file, 0, MAGIC.length)));

/** The bytes of a file's footer, where its schema and metadata are. Throws ParquetError when there is none. */
export const readFooter = (path: string): Promise<Buffer> =>
  withFile(path, async (file) => {
    const { size } = await file.stat();
    const tail = await readAt(file, Math.max(0, size - TAIL_BYTES), Math.min(size, TAIL_BYTES));
    if (tail.length < TAIL_BYTES || !tail.subarray(4).equals(MAGIC)) {
      throw new ParquetError('BROKEN_FILE', path, 'no whole Parquet file: it does not end as one');
    }
    const length = tail.readUInt32LE(0);
    if (length <= size - TAIL_BYTES) return readAt(file, size - TAIL_BYTES - length, length);
    throw new ParquetError('BROKEN_FILE', path, 'no whole Parquet file: its footer is longer than it is');
  });

/** Throws ParquetError. */
const withFile = async <T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> => {
  try {
    const file = await open(path);
    try {
      return await work(file);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw parquetError(path, error);
  }
};

const readAt = async (file: FileHandle, position: number, length: number): Promise<Buffer> => {
  const bytes = Buffer.alloc(length);
  await file.read(bytes, 0, length, position);
  return bytes;
};

/** Reads what a file says of itself. Throws ParquetError. */
export const inspectParquet = async (connection: DuckDBConnection, path: string): Promise<ParquetFile> => {
  await readFooter(path);
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
