import { DuckDBTableFunction, type DuckDBDataChunk, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
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
const SOURCE = 'source_rows';

/**
 * Writes rows that are in memory to a Parquet file, a chunk at a time, without a copy of them all. Equal rows and metadata
 * give equal bytes with the same version of DuckDB.
 */
export const copyRows = async (path: string, rows: RowsToCopy): Promise<void> =>
  withDuckDb(1, async (connection) => {
    connection.registerTableFunction(tableOf(rows));
    const select = rows.columns.map(({ name, expression }) => `${expression} AS ${sqlName(name)}`).join(', ');
    await connection.run(
      `COPY (SELECT ${select} FROM ${SOURCE}()) TO ${sqlString(path)} ` +
        `(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowGroupRows(rows)}${keyValues(rows.metadata)})`,
    );
  });

const tableOf = ({ rowCount, sources }: RowsToCopy): DuckDBTableFunction => {
  let next = 0;
  return DuckDBTableFunction.create({
    name: SOURCE,
    bindFunction: (info) => {
      for (const { name, type } of sources) info.addResultColumn(name, type);
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
};

const fill = (chunk: DuckDBDataChunk, column: number, source: SourceColumn, from: number, count: number): void => {
  const vector = chunk.getColumnVector(column);
  for (let i = 0; i < count; i += 1) vector.setItem(i, source.value(from + i));
  vector.flush();
};

const rowGroupRows = ({ columns }: RowsToCopy): number => {
  const chunks = Math.floor(ROW_GROUP_VALUES_MAX / columns.length / CHUNK_ROWS);
  return Math.min(ROW_GROUP_ROWS_MAX, Math.max(1, chunks) * CHUNK_ROWS);
};

const keyValues = (metadata: ParquetMetadata): string => {
  const entries = Object.entries(metadata).map(([key, value]) => `${sqlName(key)}: ${sqlString(value)}`);
  return entries.length === 0 ? '' : `, KV_METADATA {${entries.join(', ')}}`;
};
