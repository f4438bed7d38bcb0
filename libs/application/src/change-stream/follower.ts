/**
 * One subscriber of something that changes. However often it changed since he looked, what he is owed is one look at how it
 * stands now: he costs the same whether he is fast or slow, and nobody waits for him. `look` is called when he reads.
 */
export class Follower<View> implements AsyncIterableIterator<View> {
  private isOwed = true;
  private isEnded = false;
  private wake: (() => void) | undefined;

  /** Starts by owing a look. `onEnd` is called once, however it ends. */
  constructor(
    private readonly look: () => Promise<View>,
    private readonly onEnd: () => void,
  ) {}

  /** What is followed has changed. */
  mark(): void {
    this.isOwed = true;
    this.wake?.();
  }

  /** The next look; one reader at a time. Rejects, and ends, when looking fails. */
  async next(): Promise<IteratorResult<View>> {
    while (!this.isOwed && !this.isEnded) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = undefined;
    }
    if (this.isEnded) return { done: true, value: undefined };
    // Before looking: what changes while he looks is owed to him again.
    this.isOwed = false;
    try {
      return { done: false, value: await this.look() };
    } catch (error) {
      this.end();
      throw error;
    }
  }

  return(): Promise<IteratorResult<View>> {
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.wake?.();
    this.onEnd();
  }
}
