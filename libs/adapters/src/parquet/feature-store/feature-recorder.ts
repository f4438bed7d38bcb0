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

  /** Writes what was taken so far; resolves when it is on disk. Not for concurrent calls. Throws ParquetError. */
  async flush(): Promise<void> {
    for (const day of this.days.values()) await day.flush();
  }
}

interface Row {
  readonly asOf: Instant;
  readonly sequence: number;
  readonly values: Float64Array;
}

/** One instrument's UTC day. */
class RecordedDay {
  private readonly writer: FeatureWriter;
  private readonly stored: Promise<Instant | undefined>;
  private taken: Row[] = [];
  private last: Instant;

  constructor(
    store: FeatureStore,
    instrumentId: string,
    private readonly start: Instant,
  ) {
    this.writer = store.writer(instrumentId, start);
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

  async flush(): Promise<void> {
    if (this.taken.length === 0) return;
    const stored = await this.stored;
    const rows = this.taken;
    this.taken = [];
    for (const { asOf, sequence, values } of rows) {
      if (stored === undefined || asOf > stored) await this.writer.append(Number(asOf - this.start), sequence, values);
    }
    await this.writer.flush();
  }
}
