import {
  DuckDBTableFunction,
  type DuckDBConnection,
  type DuckDBDataChunk,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { CHUNK_ROWS, sqlName, sqlString, withDuckDb } from './duckdb.js';
import { type ParquetMetadata } from './parquet-column.js';

/** Where DuckDB gets the values of one column from. */
export interface SourceColumn {
  readonly name: string;
  readonly type: DuckDBType;
  /** null where it is missing. */
  value(row: number): DuckDBValue;
}

/** What a Parquet file is to hold. */
export interface RowsToCopy {
  readonly rowCount: number;
  readonly sources: readonly SourceColumn[];
  /** SQL expressions over the sources, by the name of the column that each becomes. */
  readonly columns: readonly { readonly name: string; readonly expression: string }[];
  readonly metadata: ParquetMetadata;
}

const ROW_GROUP_ROWS_MAX = 122_880;
/** A row group is held in memory while it is written: the wider the rows, the fewer. */
const ROW_GROUP_VALUES_MAX = 4_000_000;

/**
 * Writes rows that are in memory to a Parquet file, a chunk at a time, without a copy of them all. Equal rows and metadata
 * give equal bytes with the same version of DuckDB.
 */
export const copyRows = async (path: string, { rowCount, sources, columns, metadata }: RowsToCopy): Promise<void> =>
  withDuckDb(1, async (connection) => {
    registerRows(connection, 'source_rows', rowCount, sources);
    const select = columns.map(({ name, expression }) => `${expression} AS ${sqlName(name)}`).join(', ');
    await connection.run(copyTo(path, `SELECT ${select} FROM source_rows()`, columns.length, metadata));
  });

/** The statement that writes a query's answer, of so many columns, to a Parquet file. */
export const copyTo = (path: string, query: string, columns: number, metadata: ParquetMetadata): string =>
  `COPY (${query}) TO ${sqlString(path)} ` +
  `(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowGroupRows(columns)}${keyValues(metadata)})`;

/** Makes rows that are in memory a table function of this name without parameters. It can be read once. */
export const registerRows = (
  connection: DuckDBConnection,
  name: string,
  rowCount: number,
  sources: readonly SourceColumn[],
): void => {
  let next = 0;
  const table = DuckDBTableFunction.create({
    name,
    bindFunction: (info) => {
      for (const source of sources) info.addResultColumn(source.name, source.type);
    },
    initFunction: () => undefined,
    mainFunction: (_info, chunk) => {
      const count = Math.min(CHUNK_ROWS, rowCount - next);
      // No rows: that was the last chunk.
      chunk.rowCount = count;
      for (let column = 0; count > 0 && column < sources.length; column += 1) {
        fill(chunk, column, sources[column]!, next, count);
      }
      next += count;
    },
  });
  connection.registerTableFunction(table);
};

const fill = (chunk: DuckDBDataChunk, column: number, source: SourceColumn, from: number, count: number): void => {
  const vector = chunk.getColumnVector(column);
  for (let i = 0; i < count; i += 1) vector.setItem(i, source.value(from + i));
  vector.flush();
};

const rowGroupRows = (columns: number): number => {
  const chunks = Math.floor(ROW_GROUP_VALUES_MAX / columns / CHUNK_ROWS);
  return Math.min(ROW_GROUP_ROWS_MAX, Math.max(1, chunks) * CHUNK_ROWS);
};

const keyValues = (metadata: ParquetMetadata): string => {
  const entries = Object.entries(metadata).map(([key, value]) => `${sqlName(key)}: ${sqlString(value)}`);
  return entries.length === 0 ? '' : `, KV_METADATA {${entries.join(', ')}}`;
};
