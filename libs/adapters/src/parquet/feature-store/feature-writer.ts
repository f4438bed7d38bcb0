import { BIGINT, DOUBLE, VARCHAR } from '@duckdb/node-api';
import { join } from 'node:path';
import { type Instant } from '#domain/core';
import { type SessionTimeNs } from '#domain/market-data';
import { copyRows } from '../copy-rows.js';
import { sqlName } from '../duckdb.js';
import { replaceFile } from '../replace-file.js';
import { dayFolder, dayOf, fileFrom } from './layout.js';
import { ROW_COLUMNS, setMetadata, type StoredFeatureSet } from './stored-set.js';

/** 32 MB of features are held in memory before they are written. */
const BUFFERED_VALUES_MAX = 4_000_000;
const NS_PER_DAY = 86_400_000_000_000n;

/**
 * Writes the features of one instrument's session as it plays, in order of time. A file, once there, is whole and is read from
 * then on; it is named by the moment of its first row. Not for concurrent calls.
 */
export class FeatureWriter {
  private readonly rowsMax: number;
  private readonly knownAtNs: Float64Array;
  private readonly sequences: Float64Array;
  private readonly features: readonly Float64Array[];
  private rows = 0;
  private dayEndNs = -Infinity;
  private lastNs = -Infinity;

  constructor(
    private readonly root: string,
    private readonly set: StoredFeatureSet,
    private readonly instrumentId: string,
    private readonly origin: Instant,
  ) {
    this.rowsMax = Math.max(1, Math.floor(BUFFERED_VALUES_MAX / (set.names.length + 2)));
    this.knownAtNs = new Float64Array(this.rowsMax);
    this.sequences = new Float64Array(this.rowsMax);
    this.features = set.names.map(() => new Float64Array(this.rowsMax));
  }

  /**
   * Takes the features as of `knownAtNs`, NaN where a value is missing, and `sequence`, the number of events that they know.
   * Of several at one time the last one stays. RangeError when time goes back or a value is infinite. Throws ParquetError.
   */
  async append(knownAtNs: SessionTimeNs, sequence: number, values: ArrayLike<number>): Promise<void> {
    const replaces = knownAtNs === this.lastNs && this.rows > 0;
    if (!replaces && !(knownAtNs > this.lastNs && Number.isSafeInteger(knownAtNs))) {
      throw new RangeError(`features known at ${knownAtNs}; expected whole nanoseconds after ${this.lastNs}`);
    }
    if (!replaces && (this.rows === this.rowsMax || knownAtNs >= this.dayEndNs)) {
      await this.flush();
      this.dayEndNs = this.endOfDay(knownAtNs);
    }
    const row = replaces ? this.rows - 1 : this.rows;
    this.set.names.forEach((name, i) => {
      const value = values[i]!;
      if (value === Infinity || value === -Infinity) {
        throw new RangeError(`feature ${name} is ${value}; expected a finite number, NaN where it is missing`);
      }
      this.features[i]![row] = value;
    });
    this.lastNs = knownAtNs;
    this.knownAtNs[row] = knownAtNs;
    this.sequences[row] = sequence;
    this.rows = row + 1;
  }

  /** Writes what was taken so far. To be called at the end. Throws ParquetError. */
  async flush(): Promise<void> {
    if (this.rows === 0) return;
    const first = this.origin + BigInt(this.knownAtNs[0]!);
    const folder = dayFolder(this.root, this.set.version, this.instrumentId, dayOf(first));
    await replaceFile(join(folder, fileFrom(first)), (temporary) => this.copy(temporary));
    this.rows = 0;
  }

  private copy(path: string): Promise<void> {
    const [instrumentId, knownAtNs, sequence] = ROW_COLUMNS;
    const { names } = this.set;
    return copyRows(path, {
      rowCount: this.rows,
      sources: [
        { name: instrumentId, type: VARCHAR, value: () => this.instrumentId },
        { name: knownAtNs, type: BIGINT, value: (row) => this.origin + BigInt(this.knownAtNs[row]!) },
        { name: sequence, type: BIGINT, value: (row) => BigInt(this.sequences[row]!) },
        ...names.map((name, i) => ({ name, type: DOUBLE, value: (row: number) => orNull(this.features[i]![row]!) })),
      ],
      columns: [...ROW_COLUMNS, ...names].map((name) => ({ name, expression: sqlName(name) })),
      metadata: setMetadata(this.set),
    });
  }

  private endOfDay(timeNs: SessionTimeNs): SessionTimeNs {
    const instant = this.origin + BigInt(timeNs);
    const intoDay = ((instant % NS_PER_DAY) + NS_PER_DAY) % NS_PER_DAY;
    return Number(instant - intoDay + NS_PER_DAY - this.origin);
  }
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
