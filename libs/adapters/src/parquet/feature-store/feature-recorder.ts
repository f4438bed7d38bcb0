import { parseInstant, type Instant } from '#domain/core';
import { type FeatureRecorder } from '#application/ports';
import { type FeatureStore } from './feature-store.js';
import { type FeatureWriter } from './feature-writer.js';

/** No record is later. */
const END_OF_TIME = parseInstant('2200-01-01T00:00:00Z')!;

/**
 * Records features into a store while a market plays. What it is given is taken at once and written by `flush`, one file per
 * instrument. A moment that is in the store already is left as it is, so a market that plays again adds nothing.
 */
export class ParquetFeatureRecorder implements FeatureRecorder {
  private readonly instruments = new Map<string, RecordedInstrument>();

  constructor(private readonly store: FeatureStore) {}

  record(instrumentId: string, asOf: Instant, sequence: number, values: Float64Array): void {
    let instrument = this.instruments.get(instrumentId);
    if (instrument === undefined) {
      instrument = new RecordedInstrument(this.store, instrumentId, asOf);
      this.instruments.set(instrumentId, instrument);
    }
    instrument.take(asOf, sequence, values);
  }

  /** Writes what was taken so far; resolves when it is on disk. Throws ParquetError; what was not written is lost then. */
  async flush(): Promise<void> {
    for (const instrument of this.instruments.values()) await instrument.flush();
  }
}

interface Row {
  readonly asOf: Instant;
  readonly sequence: number;
  readonly values: Float64Array;
}

class RecordedInstrument {
  private readonly writer: FeatureWriter;
  private taken: Row[] = [];
  /** Of the last row that is taken or, once it has been asked, in the store. */
  private last: Instant | undefined;
  private isStoreAsked = false;

  constructor(
    private readonly store: FeatureStore,
    private readonly instrumentId: string,
    private readonly origin: Instant,
  ) {
    this.writer = store.writer(instrumentId, origin);
  }

  take(asOf: Instant, sequence: number, values: Float64Array): void {
    if (this.last !== undefined && asOf <= this.last) return;
    this.last = asOf;
    this.taken.push({ asOf, sequence, values: values.slice() });
  }

  async flush(): Promise<void> {
    const rows = this.taken;
    this.taken = [];
    const stored = await this.lastStored();
    for (const { asOf, sequence, values } of rows) {
      if (stored !== undefined && asOf <= stored) continue;
      await this.writer.append(Number(asOf - this.origin), sequence, values);
    }
    await this.writer.flush();
  }

  /** What was in the store when this began; asked once. */
  private async lastStored(): Promise<Instant | undefined> {
    if (this.isStoreAsked) return undefined;
    const stored = await this.store.lastAt(this.instrumentId, END_OF_TIME);
    this.isStoreAsked = true;
    return stored === undefined ? undefined : parseInstant(stored.asOf);
  }
}
