import { EventBatch } from '#domain/market-data';

const BATCH_EVENTS = 1024;

/** A recording that is read step by step, as market events. */
export interface Tape {
  /** How many rows one step appends at most. */
  readonly rowsPerStepMax: number;
  /** Appends the events of the next lines; false at the end. Throws RecordingError when a file breaks. */
  step(out: EventBatch): Promise<boolean>;
  /** Lets go of the files. */
  close(): void;
}

/** The events of a tape in batches, each valid until the next is asked for; the tape is closed at the end. */
export async function* tapeBatches(tape: Tape): AsyncGenerator<EventBatch> {
  try {
    const batch = new EventBatch(BATCH_EVENTS + tape.rowsPerStepMax);
    while (await tape.step(batch)) {
      if (batch.length < BATCH_EVENTS) continue;
      yield batch;
      batch.clear();
    }
    if (batch.length > 0) yield batch;
  } finally {
    tape.close();
  }
}
