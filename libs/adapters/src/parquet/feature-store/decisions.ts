import { BIGINT, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import { registerRows } from '../copy-rows.js';
import { sqlFiles, sqlName } from '../duckdb.js';
import { ParquetError, parquetError } from '../parquet-error.js';
import { inspectParquet } from '../parquet-file.js';

/**
 * The moments for which features are asked for: columns in memory, or Parquet files with the columns `instrumentId`
 * (VARCHAR), `decisionNs` (BIGINT, nanoseconds since 1970 UTC) and any others, which are kept.
 */
export type Decisions =
  | { readonly instrumentId: ArrayLike<string>; readonly decisionNs: ArrayLike<bigint> }
  | { readonly files: readonly string[] };

/** Decisions as a table of this connection, numbered in their order. */
export interface DecisionTable {
  readonly count: number;
  /** All columns but the number. */
  readonly columns: readonly string[];
  readonly instrumentIds: readonly string[];
  /** The latest; undefined when there are no decisions. */
  readonly lastNs: bigint | undefined;
}

const COLUMNS = { instrumentId: 'VARCHAR', decisionNs: 'BIGINT' } as const;

/** Makes the table `decisions`, with the column `row` beside its own. Throws ParquetError and, for columns, RangeError. */
export const loadDecisions = async (connection: DuckDBConnection, decisions: Decisions): Promise<DecisionTable> => {
  const { source, columns } =
    'files' in decisions ? await fromFiles(connection, decisions.files) : fromMemory(connection, decisions);
  const list = columns.map(sqlName).join(', ');
  try {
    await connection.run(`CREATE TEMP TABLE decisions AS SELECT row_number() OVER () AS row, ${list} FROM ${source}`);
  } catch (error) {
    throw parquetError('files' in decisions ? decisions.files.join(', ') : 'decisions', error);
  }
  const summary = await connection.runAndReadAll(
    'SELECT count(*)::INTEGER, max(decisionNs), list_sort(list(DISTINCT instrumentId)) FROM decisions',
  );
  const [[count, lastNs, instrumentIds]] = summary.getRowsJS() as [[number, bigint | null, string[] | null]];
  return { count, columns, instrumentIds: instrumentIds ?? [], lastNs: lastNs ?? undefined };
};

interface DecisionSource {
  readonly source: string;
  readonly columns: readonly string[];
}

const fromFiles = async (connection: DuckDBConnection, paths: readonly string[]): Promise<DecisionSource> => {
  let columns: readonly string[] = [];
  for (const path of paths) {
    const { types } = await inspectParquet(connection, path);
    for (const [name, type] of Object.entries(COLUMNS)) {
      const found = types.get(name);
      if (found === undefined)
        throw new ParquetError('MISSING_COLUMN', path, `column ${name} is missing; expected ${type}`);
      if (found !== type) throw new ParquetError('WRONG_TYPE', path, `column ${name} is ${found}; expected ${type}`);
    }
    columns = [...types.keys()];
  }
  return { source: `read_parquet(${sqlFiles(paths)}, hive_partitioning = false)`, columns };
};

const fromMemory = (
  connection: DuckDBConnection,
  { instrumentId, decisionNs }: Extract<Decisions, { readonly decisionNs: unknown }>,
): DecisionSource => {
  if (instrumentId.length !== decisionNs.length) {
    throw new RangeError(`${instrumentId.length} instruments of ${decisionNs.length} decisions; they must be as many`);
  }
  registerRows(connection, 'given_decisions', decisionNs.length, [
    { name: 'instrumentId', type: VARCHAR, value: (row) => instrumentId[row]! },
    { name: 'decisionNs', type: BIGINT, value: (row) => decisionNs[row]! },
  ]);
  return { source: 'given_decisions()', columns: ['instrumentId', 'decisionNs'] };
};
