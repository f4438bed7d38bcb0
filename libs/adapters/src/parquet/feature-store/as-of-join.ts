import { type DuckDBConnection } from '@duckdb/node-api';
import { sqlFiles, sqlName } from '../duckdb.js';
import { ParquetError, parquetError } from '../parquet-error.js';
import { type DecisionTable } from './decisions.js';
import { filesUntil } from './layout.js';
import { refuseOtherSets, type StoredFeatureSet } from './stored-set.js';

/**
 * Which features a decision may use. BEFORE: those known strictly before it, as in training, where a feature of the same
 * instant could hold what the decision caused. AT_OR_BEFORE: as the live system, which has taken in the event it decides on.
 */
export type KnownBy = 'BEFORE' | 'AT_OR_BEFORE';

const COMPARISON: Readonly<Record<KnownBy, string>> = { BEFORE: '>', AT_OR_BEFORE: '>=' };

/**
 * A query for the columns of the table `decisions`, `knownAtNs` and the features, a row per decision and in their order. The
 * join proper sees times only; the wide rows are fetched for those that were found, or memory would be short for what is
 * thrown away again. Throws ParquetError.
 */
export const asOfQuery = async (
  connection: DuckDBConnection,
  root: string,
  set: StoredFeatureSet,
  decisions: DecisionTable,
  knownBy: KnownBy,
): Promise<string> => {
  refuseNameClash(decisions, set);
  const own = decisions.columns.map((name) => `d.${sqlName(name)}`).join(', ');
  const paths = await filesOf(root, set, decisions);
  if (paths.length === 0) {
    const missing = set.names.map((name) => `NULL::DOUBLE AS ${sqlName(name)}`).join(', ');
    return `SELECT ${own}, NULL::BIGINT AS knownAtNs, ${missing} FROM decisions d ORDER BY row`;
  }
  await refuseOtherSets(connection, paths, set);
  const features = `read_parquet(${sqlFiles(paths)}, hive_partitioning = false)`;
  try {
    await connection.run(
      `CREATE TEMP TABLE known AS SELECT d.*, f.knownAtNs ` +
        `FROM decisions d ASOF LEFT JOIN (SELECT instrumentId, knownAtNs FROM ${features}) f ` +
        `ON d.instrumentId = f.instrumentId AND d.decisionNs ${COMPARISON[knownBy]} f.knownAtNs`,
    );
  } catch (error) {
    throw parquetError(paths.join(', '), error);
  }
  const values = set.names.map((name) => `f.${sqlName(name)}`).join(', ');
  return (
    `SELECT ${own}, d.knownAtNs, ${values} FROM known d LEFT JOIN ${features} f ` +
    `ON d.instrumentId = f.instrumentId AND d.knownAtNs = f.knownAtNs ORDER BY d.row`
  );
};

/** Throws ParquetError when a join gave more rows than there are decisions: features of one time are there twice. */
export const refuseRepeatedRows = (root: string, rows: number, { count }: DecisionTable): void => {
  if (rows === count) return;
  throw new ParquetError(
    'BAD_VALUE',
    root,
    `${rows} rows were known by ${count} decisions: sessions of one instrument overlap in this store; keep one of them`,
  );
};

const filesOf = async (
  root: string,
  { version }: StoredFeatureSet,
  { instrumentIds, lastNs }: DecisionTable,
): Promise<readonly string[]> => {
  if (lastNs === undefined) return [];
  const byInstrument = await Promise.all(instrumentIds.map((id) => filesUntil(root, version, id, lastNs)));
  return byInstrument.flat();
};

const refuseNameClash = ({ columns }: DecisionTable, { names }: StoredFeatureSet): void => {
  const taken = new Set(['knownatns', 'row', ...names.map((name) => name.toLowerCase())]);
  const clash = columns.find((name) => taken.has(name.toLowerCase()));
  if (clash === undefined) return;
  throw new ParquetError(
    'UNKNOWN_COLUMN',
    'decisions',
    `column ${clash} has the name of a column that is joined to it`,
  );
};
