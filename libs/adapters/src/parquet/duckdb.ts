import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';

/** Most rows that DuckDB hands over or takes at once. */
export const CHUNK_ROWS = 2048;

/** What one query may hold in memory before it spills to a temporary folder. */
const MEMORY_MAX = '1GB';

/**
 * A DuckDB of its own for one piece of work, in memory, closed afterwards. It loads no extension from anywhere. With one
 * thread equal input gives equal files, byte by byte.
 */
export const withDuckDb = async <T>(
  threads: number | 'ALL',
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> => {
  const instance = await openDuckDb(threads);
  try {
    const connection = await instance.connect();
    try {
      return await work(connection);
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
};

const openDuckDb = (threads: number | 'ALL'): Promise<DuckDBInstance> =>
  DuckDBInstance.create(':memory:', {
    memory_limit: MEMORY_MAX,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    ...(threads !== 'ALL' && { threads: String(threads) }),
  });

export const sqlString = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A list of files for `read_parquet`, taken by their names: no character in them is a wildcard. */
export const sqlFiles = (paths: readonly string[]): string =>
  `[${paths.map((path) => sqlString(path.replace(/[*?[]/g, '[$&]'))).join(', ')}]`;
