import { parseInstant, type Instant } from '#domain/core';
import { type FeatureRecorder } from '#application/ports';
import { type FeatureStore } from './feature-store.js';
import { type FeatureWriter } from './feature-writer.js';

const NS_PER_DAY = 86_400_000_000_000n;

/**
 * Records features into a store while a market plays. What it is given is taken at once and written by `flush`, one file per
 * instrument. What the store has of a day already is not recorded again, so a market that plays once more adds nothing.
 */
export class ParquetFeatureRecorder implements FeatureRecorder {
  private readonly days = new Map<string, RecordedDay>();

  constructor(private readonly store: FeatureStore) {}

  record(instrumentId: string, asOf: Instant, sequence: number, values: Float64Array): void {
    const start = asOf - (asOf % NS_PER_DAY);
    const key = `${start} ${instrumentId}`;
    let day = this.days.get(key);
    if (day === undefined) {
      day = new RecordedDay(this.store, instrumentId, start);
      this.days.set(key, day);
    }
    day.take(asOf, sequence, values);
  }

  /**
   * Writes what was taken so far; resolves when it is on disk. Not for concurrent calls. A day that cannot be written holds up
   * no other; then the first ParquetError is thrown when all had their turn.
   */
  async flush(): Promise<void> {
    const failures: unknown[] = [];
    for (const day of this.days.values()) {
      await day.flush().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}

interface Row {
  readonly asOf: Instant;
  readonly sequence: number;
  readonly values: Float64Array;
}

/** One instrument's UTC day. */
class RecordedDay {
  /** Only while something is unwritten: it has room for hours, and a programme has many days. */
  private writer: FeatureWriter | undefined;
  private readonly stored: Promise<Instant | undefined>;
  private taken: Row[] = [];
  private last: Instant;

  constructor(
    private readonly store: FeatureStore,
    private readonly instrumentId: string,
    private readonly start: Instant,
  ) {
    this.last = start - 1n;
    this.stored = store.lastAt(instrumentId, start + NS_PER_DAY - 1n).then((row) => row && parseInstant(row.asOf));
    // Whoever flushes hears of it.
    this.stored.catch(() => undefined);
  }

  take(asOf: Instant, sequence: number, values: Float64Array): void {
    if (asOf <= this.last) return;
    this.last = asOf;
    this.taken.push({ asOf, sequence, values: values.slice() });
  }

  /** What cannot be handed to the writer is given up, as memory has an end; what the writer has is tried again. */
  async flush(): Promise<void> {
    const rows = this.taken;
    if (rows.length === 0 && this.writer === undefined) return;
    this.taken = [];
    const stored = await this.stored;
    const writer = (this.writer ??= this.store.writer(this.instrumentId, this.start));
    for (const { asOf, sequence, values } of rows) {
      if (stored === undefined || asOf > stored) await writer.append(Number(asOf - this.start), sequence, values);
    }
    await writer.flush();
    this.writer = undefined;
  }
}
