import { type DuckDBConnection } from '@duckdb/node-api';
import { sqlFiles } from '../duckdb.js';
import { type ParquetMetadata } from '../parquet-column.js';
import { ParquetError, parquetError } from '../parquet-error.js';

/** Which features a store holds. */
export interface StoredFeatureSet {
  readonly version: string;
  /** Of the definitions, as the registry of feature sets has it. */
  readonly hash: string;
  /** The columns, in the order of the definitions. */
  readonly names: readonly string[];
}

const KEYS = { version: 'footprint.feature-set', hash: 'footprint.feature-set-hash', names: 'footprint.feature-names' };

/** The columns of every row beside the features. */
export const ROW_COLUMNS = ['instrumentId', 'knownAtNs', 'sequence'] as const;

export const setMetadata = ({ version, hash, names }: StoredFeatureSet): ParquetMetadata => ({
  [KEYS.version]: version,
  [KEYS.hash]: hash,
  [KEYS.names]: JSON.stringify(names),
});

/**
 * Throws ParquetError UNKNOWN_SCHEMA when a file holds no features, or such that are defined in another way: a number of
 * the same name would be something else.
 */
export const refuseOtherSets = async (
  connection: DuckDBConnection,
  paths: readonly string[],
  set: StoredFeatureSet,
): Promise<void> => {
  const found = await metadataOf(connection, paths);
  for (const path of paths) {
    const difference = differenceOf(found.get(path) ?? {}, set);
    if (difference !== undefined) throw new ParquetError('UNKNOWN_SCHEMA', path, difference);
  }
};

const metadataOf = async (
  connection: DuckDBConnection,
  paths: readonly string[],
): Promise<ReadonlyMap<string, ParquetMetadata>> => {
  const byPath = new Map<string, Record<string, string>>();
  try {
    const reader = await connection.runAndReadAll(
      `SELECT file_name, decode(key), decode(value) FROM parquet_kv_metadata(${sqlFiles(paths)})`,
    );
    for (const [path, key, value] of reader.getRows() as [string, string, string][]) {
      byPath.set(path, { ...byPath.get(path), [key]: value });
    }
  } catch (error) {
    throw parquetError(paths.join(', '), error);
  }
  return byPath;
};

const differenceOf = (metadata: ParquetMetadata, { version, hash, names }: StoredFeatureSet): string | undefined => {
  const [foundVersion, foundHash] = [metadata[KEYS.version], metadata[KEYS.hash]];
  if (foundVersion === undefined) return `no features; expected those of set ${version}`;
  if (foundVersion !== version) return `features of set ${foundVersion}; expected those of set ${version}`;
  if (foundHash === hash) return undefined;
  const found = JSON.parse(metadata[KEYS.names] ?? '[]') as readonly string[];
  const at = Array.from({ length: Math.max(found.length, names.length) }, (_, i) => i).find(
    (i) => found[i] !== names[i],
  );
  const what =
    at === undefined
      ? 'the names are the same, the meaning is not'
      : `number ${at + 1} is ${found[at] ?? 'none'}, expected ${names[at] ?? 'none'}`;
  return `features of set ${version} by other definitions: ${what} (hash ${foundHash?.slice(0, 12)}, expected ${hash.slice(0, 12)})`;
};
