interface Waiting<Item, Outcome> {
  readonly item: Item;
  readonly size: number;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitOptions<Item, Outcome> {
  /** Writes a batch durably, all of it or nothing; answers in the order of the batch. */
  readonly write: (batch: readonly Item[]) => Promise<readonly Outcome[]>;
  /** Whether a failed write says that some item of the batch is unacceptable, rather than that the store is in trouble. */
  readonly blamesAnItem: (error: unknown) => boolean;
  readonly overloaded: (waiting: number) => Error;
  /** Items that may wait; one more is refused. */
  readonly waitingMax: number;
  /** Items per write. */
  readonly batchMax: number;
  /** Size of an item, and of all items of a write; one that is larger by itself is written alone. */
  readonly sizeOf: (item: Item) => number;
  readonly batchSizeMax: number;
}

/**
 * Shares the price of a durable write: what arrives while one write is in flight is written by the next. An item alone
 * waits for no one, and under load the batches grow by themselves.
 */
export class GroupCommit<Item, Outcome> {
  private readonly waiting: Waiting<Item, Outcome>[] = [];
  private writing = false;

  constructor(private readonly options: GroupCommitOptions<Item, Outcome>) {}

  append(item: Item): Promise<Outcome> {
    if (this.waiting.length >= this.options.waitingMax) {
      return Promise.reject(this.options.overloaded(this.waiting.length));
    }
    return new Promise((resolve, reject) => {
      // Sized here, where an item that cannot be sized rejects its own promise and stops nobody else's.
      this.waiting.push({ item, size: this.options.sizeOf(item), resolve, reject });
      if (!this.writing) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.writing = true;
    // Appends of the same turn of the event loop share the first write too.
    await Promise.resolve();
    while (this.waiting.length > 0) await this.commit(this.takeBatch());
    this.writing = false;
  }

  private takeBatch(): readonly Waiting<Item, Outcome>[] {
    const { batchMax, batchSizeMax } = this.options;
    let count = 0;
    let total = 0;
    for (const { size } of this.waiting) {
      total += size;
      if (count === batchMax || (count > 0 && total > batchSizeMax)) break;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }

  /** Never rejects. An unacceptable item is found by halving: it fails alone, its neighbours are written. */
  private async commit(batch: readonly Waiting<Item, Outcome>[]): Promise<void> {
    try {
      const outcomes = await this.options.write(batch.map(({ item }) => item));
      for (const [i, { resolve }] of batch.entries()) resolve(outcomes[i]!);
    } catch (error) {
      if (batch.length === 1 || !this.options.blamesAnItem(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await this.commit(batch.slice(0, half));
      await this.commit(batch.slice(half));
    }
  }
}
