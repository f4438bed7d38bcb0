import { StoreOverloaded } from '#application/ports';

/** Runs the tasks of one key one after another, in the order in which they came, beside those of other keys. */
export class InTurn {
  private readonly lines = new Map<string, { readonly last: Promise<unknown>; readonly length: number }>();

  /** `waitingMax`: tasks of one key that may be under way; one more is refused with StoreOverloaded. */
  constructor(private readonly waitingMax: number) {}

  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const { last, length } = this.lines.get(key) ?? { last: Promise.resolve(), length: 0 };
    if (length >= this.waitingMax) throw new StoreOverloaded(`${length} changes of one request are waiting already`);
    const turn = last.then(task);
    // The next one in line comes whether this one succeeds or not.
    this.lines.set(key, { last: turn.catch(() => undefined), length: length + 1 });
    try {
      return await turn;
    } finally {
      this.leave(key);
    }
  }

  private leave(key: string): void {
    const line = this.lines.get(key);
    if (line === undefined) return;
    if (line.length === 1) this.lines.delete(key);
    else this.lines.set(key, { ...line, length: line.length - 1 });
  }
}
