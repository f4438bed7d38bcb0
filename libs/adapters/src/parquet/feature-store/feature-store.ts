import { type DuckDBConnection, type DuckDBDataChunk, type DuckDBVector } from '@duckdb/node-api';
import { formatInstant, type Instant } from '#domain/core';
import { type FeatureSnapshot } from '#domain/features';
import { type FeatureHistory } from '#application/ports';
import { copyTo } from '../copy-rows.js';
import { openDuckDb, sqlFiles, sqlName, withDuckDb } from '../duckdb.js';
import { parquetError } from '../parquet-error.js';
import { replaceFile } from '../replace-file.js';
import { asOfQuery, refuseRepeatedRows, type KnownBy } from './as-of-join.js';
import { loadDecisions, type Decisions } from './decisions.js';
import { FeatureWriter } from './feature-writer.js';
import { lastFileAt } from './layout.js';
import { refuseOtherSets, setMetadata, type StoredFeatureSet } from './stored-set.js';

/** Some decisions and what was known by them, in the order of the decisions. */
export interface KnownFeatures {
  readonly length: number;
  readonly instrumentId: readonly string[];
  /** Nanoseconds since 1970 UTC. */
  readonly decisionNs: readonly bigint[];
  /** Of the row of features; null where nothing was known yet. */
  readonly knownAtNs: readonly (bigint | null)[];
  /** A column per feature, in the order of the set; NaN where a value is missing. */
  readonly values: readonly Float64Array[];
}

/**
 * Features of one set as files in the folder `root`: `set=v1/symbol=.../day=YYYY-MM-DD/*.parquet` by the UTC day on which they
 * were known. A file whose features are defined in another way than the set's is refused (ParquetError UNKNOWN_SCHEMA).
 */
export class FeatureStore implements FeatureHistory {
  constructor(
    private readonly root: string,
    private readonly set: StoredFeatureSet,
  ) {}

  /** For a session of an instrument, by its origin. */
  writer(instrumentId: string, origin: Instant): FeatureWriter {
    return new FeatureWriter(this.root, this.set, instrumentId, origin);
  }

  /** The last features of an instrument that were known at or before `at`. Throws ParquetError. */
  lastAt(instrumentId: string, at: Instant): Promise<FeatureSnapshot | undefined> {
    return withDuckDb(1, async (connection) => {
      const path = await lastFileAt(this.root, this.set.version, instrumentId, at);
      if (path === undefined) return undefined;
      await refuseOtherSets(connection, [path], this.set);
      const [knownAt, ...values] = await this.lastRow(connection, path, at);
      return { instrumentId, set: this.set.version, asOf: formatInstant(knownAt), values };
    });
  }

  /**
   * What was known by each decision, per instrument, in chunks of up to 2,048 decisions. A decision before anything was
   * known is among them. Throws ParquetError.
   */
  async *asOf(decisions: Decisions, knownBy: KnownBy): AsyncGenerator<KnownFeatures> {
    const duckDb = await openDuckDb('ALL');
    try {
      const table = await loadDecisions(duckDb.connection, decisions);
      const query = await asOfQuery(duckDb.connection, this.root, this.set, table, knownBy);
      let rows = 0;
      for await (const chunk of await duckDb.connection.stream(keysAndFeatures(query, this.set))) {
        rows += chunk.rowCount;
        yield knownFeatures(chunk);
      }
      refuseRepeatedRows(this.root, rows, table);
    } catch (error) {
      throw parquetError(this.root, error);
    } finally {
      duckDb.close();
    }
  }

  /**
   * As `asOf`, into a Parquet file: the columns of the decisions, `knownAtNs` and the features, NULL where a value is
   * missing. Returns how many rows there are: as many as decisions.
   */
  async writeAsOf(path: string, decisions: Decisions, knownBy: KnownBy): Promise<number> {
    let rows = 0;
    await replaceFile(path, (temporary) =>
      withDuckDb('ALL', async (connection) => {
        const table = await loadDecisions(connection, decisions);
        const query = await asOfQuery(connection, this.root, this.set, table, knownBy);
        const width = table.columns.length + 1 + this.set.names.length;
        const written = await connection.run(copyTo(temporary, query, width, setMetadata(this.set)));
        rows = written.rowsChanged;
        refuseRepeatedRows(this.root, rows, table);
      }),
    );
    return rows;
  }

  private async lastRow(
    connection: DuckDBConnection,
    path: string,
    at: Instant,
  ): Promise<readonly [bigint, ...(number | null)[]]> {
    const columns = ['knownAtNs', ...this.set.names].map(sqlName).join(', ');
    try {
      const reader = await connection.runAndReadAll(
        `SELECT ${columns} FROM ${sqlFeatures([path])} WHERE knownAtNs <= ${at} ORDER BY knownAtNs DESC, sequence DESC LIMIT 1`,
      );
      return reader.getRows()[0] as unknown as readonly [bigint, ...(number | null)[]];
    } catch (error) {
      throw parquetError(path, error);
    }
  }
}

const sqlFeatures = (paths: readonly string[]): string => `read_parquet(${sqlFiles(paths)}, hive_partitioning = false)`;

const keysAndFeatures = (query: string, { names }: StoredFeatureSet): string => {
  const values = names.map((name) => `coalesce(${sqlName(name)}, 'NaN'::DOUBLE)`).join(', ');
  return `SELECT instrumentId, decisionNs, knownAtNs, ${values} FROM (${query})`;
};

const knownFeatures = (chunk: DuckDBDataChunk): KnownFeatures => ({
  length: chunk.rowCount,
  instrumentId: chunk.getColumnValues(0) as string[],
  decisionNs: chunk.getColumnValues(1) as bigint[],
  knownAtNs: chunk.getColumnValues(2) as (bigint | null)[],
  values: Array.from({ length: chunk.columnCount - 3 }, (_, i) => toDoubles(chunk.getColumnVector(i + 3))),
});

const toDoubles = (vector: DuckDBVector): Float64Array =>
  Float64Array.from({ length: vector.itemCount }, (_, row) => vector.getItem(row) as number);
