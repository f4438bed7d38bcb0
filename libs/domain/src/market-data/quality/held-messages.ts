import { type StateReader, type StateWriter } from '#domain/core';
import { CODE_COLUMNS, EventBatch, NUMBER_COLUMNS } from '../event-batch.js';

/** In place of its number: the message was removed. It compares with nothing. */
const REMOVED = NaN;

/**
 * Messages of one stream that wait for another, each as a copy of its rows. Bounded: what does not fit is refused, and
 * the caller decides what to give up. Memory is taken when the first message is held.
 *
 * Rows and messages lie in rings, by ordinal numbers that only rise; the place is the number modulo the size.
 */
export class HeldMessages {
  private store: Store | undefined;
  private first = 0;
  private end = 0;
  private rowEnd = 0;
  private alive = 0;
  private highest = NaN;

  constructor(
    private readonly messagesMax: number,
    private readonly rowsMax: number,
  ) {}

  /** Messages held. */
  get count(): number {
    return this.alive;
  }

  /** The batch that `rowOf` points into. */
  get rows(): EventBatch {
    return this.storage().rows;
  }

  /** Begins a message without rows; false when there is no room for one. */
  begin(sequence: number, previousSequence: number): boolean {
    if (this.end - this.first === this.messagesMax) return false;
    const store = this.storage();
    const place = this.end % this.messagesMax;
    store.sequence[place] = sequence;
    store.previousSequence[place] = previousSequence;
    store.rowStart[place] = this.rowEnd;
    store.rowCount[place] = 0;
    if (!(sequence <= this.highest)) this.highest = sequence;
    this.end += 1;
    this.alive += 1;
    return true;
  }

  /** Adds a row to the message begun last; false when there is no room for it. */
  add(from: EventBatch, row: number): boolean {
    const store = this.storage();
    const rowFirst = store.rowStart[this.first % this.messagesMax]!;
    if (this.rowEnd - rowFirst === this.rowsMax) return false;
    store.rows.length = this.rowEnd % this.rowsMax;
    store.rows.copy(from, row);
    store.rowCount[(this.end - 1) % this.messagesMax]! += 1;
    this.rowEnd += 1;
    return true;
  }

  has(sequence: number): boolean {
    if (!(sequence <= this.highest)) return false;
    for (let message = this.first; message < this.end; message += 1) {
      if (this.sequenceOf(message) === sequence) return true;
    }
    return false;
  }

  /** The message that goes on from `sequence`, undefined when it is not here. */
  follower(sequence: number): number | undefined {
    for (let message = this.first; message < this.end; message += 1) {
      const previous = this.storage().previousSequence[message % this.messagesMax]!;
      if (this.sequenceOf(message) > sequence && !(previous > sequence)) return message;
    }
    return undefined;
  }

  /** A message that says nothing beyond `sequence`, undefined when there is none. */
  coveredBy(sequence: number): number | undefined {
    for (let message = this.first; message < this.end; message += 1) {
      if (this.sequenceOf(message) <= sequence) return message;
    }
    return undefined;
  }

  /** The message held for longest. RangeError when none is. */
  oldest(): number {
    if (this.alive === 0) throw new RangeError('HeldMessages: nothing is held');
    return this.first;
  }

  /** The lowest number that a held message says comes before it; NaN when none is held. */
  lowestPrevious(): number {
    let lowest = NaN;
    for (let message = this.first; message < this.end; message += 1) {
      const previous = this.storage().previousSequence[message % this.messagesMax]!;
      if (!Number.isNaN(this.sequenceOf(message)) && !(lowest <= previous)) lowest = previous;
    }
    return lowest;
  }

  sequenceOf(message: number): number {
    return this.storage().sequence[message % this.messagesMax]!;
  }

  rowCountOf(message: number): number {
    return this.storage().rowCount[message % this.messagesMax]!;
  }

  /** Where the i-th row of a message is in `rows`. */
  rowOf(message: number, i: number): number {
    return (this.storage().rowStart[message % this.messagesMax]! + i) % this.rowsMax;
  }

  remove(message: number): void {
    this.storage().sequence[message % this.messagesMax] = REMOVED;
    this.alive -= 1;
    while (this.first < this.end && Number.isNaN(this.sequenceOf(this.first))) this.first += 1;
    if (this.alive === 0) this.highest = NaN;
  }

  save(into: StateWriter): void {
    into.number(this.highest);
    into.number(this.end - this.first);
    for (let message = this.first; message < this.end; message += 1) {
      into.number(this.sequenceOf(message));
      into.number(this.storage().previousSequence[message % this.messagesMax]!);
      into.number(this.rowCountOf(message));
      for (let i = 0; i < this.rowCountOf(message); i += 1) saveRow(this.rows, this.rowOf(message, i), into);
    }
  }

  restore(from: StateReader): void {
    [this.first, this.end, this.rowEnd, this.alive] = [0, 0, 0, 0];
    const highest = from.number();
    const row = EventBatch.of([{ kind: 'CLEAR', timeNs: 0 }]);
    for (let messages = from.number(); messages > 0; messages -= 1) {
      const sequence = from.number();
      this.begin(sequence, from.number());
      if (Number.isNaN(sequence)) this.alive -= 1;
      for (let rows = from.number(); rows > 0; rows -= 1) {
        restoreRow(row, from);
        this.add(row, 0);
      }
    }
    this.highest = highest;
  }

  private storage(): Store {
    this.store ??= new Store(this.messagesMax, this.rowsMax);
    return this.store;
  }
}

class Store {
  readonly sequence: Float64Array;
  readonly previousSequence: Float64Array;
  readonly rowStart: Float64Array;
  readonly rowCount: Float64Array;
  readonly rows: EventBatch;

  constructor(messages: number, rows: number) {
    this.sequence = new Float64Array(messages);
    this.previousSequence = new Float64Array(messages);
    this.rowStart = new Float64Array(messages);
    this.rowCount = new Float64Array(messages);
    this.rows = new EventBatch(rows);
  }
}

const COLUMNS = [...CODE_COLUMNS, ...NUMBER_COLUMNS];

const saveRow = (batch: EventBatch, row: number, into: StateWriter): void => {
  for (const column of COLUMNS) into.number(batch[column][row]!);
};

const restoreRow = (batch: EventBatch, from: StateReader): void => {
  for (const column of COLUMNS) batch[column][0] = from.number();
};
