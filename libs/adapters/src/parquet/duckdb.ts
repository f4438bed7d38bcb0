import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';

/** Most rows that DuckDB hands over or takes at once. */
export const CHUNK_ROWS = 2048;

/** What one query may hold in memory before it spills to a temporary folder. */
const MEMORY_MAX = '1GB';

export interface DuckDb {
  readonly connection: DuckDBConnection;
  close(): void;
}

/**
 * A DuckDB for one piece of work, in memory; it loads no extension from anywhere. With one thread equal input gives equal
 * files, byte by byte.
 */
export const openDuckDb = async (threads: number | 'ALL'): Promise<DuckDb> => {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: MEMORY_MAX,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    ...(threads !== 'ALL' && { threads: String(threads) }),
  });
  const connection = await instance.connect();
  return {
    connection,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
};

/** As `openDuckDb`, closed when the work is done. */
export const withDuckDb = async <T>(
  threads: number | 'ALL',
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> => {
  const duckDb = await openDuckDb(threads);
  try {
    return await work(duckDb.connection);
  } finally {
    duckDb.close();
  }
};

export const sqlString = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A list of files for `read_parquet`, taken by their names: no character in them is a wildcard. */
export const sqlFiles = (paths: readonly string[]): string =>
  `[${paths.map((path) => sqlString(path.replace(/[*?[]/g, '[$&]'))).join(', ')}]`;
