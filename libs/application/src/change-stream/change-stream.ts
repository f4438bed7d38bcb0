import { SubscriberTooSlow } from '#application/ports';

/**
 * What one subscriber has not read yet. Unread changes of one id are one change, so a slow reader of few things costs
 * nothing; one that leaves more than `unreadMax` distinct ids unread is ended, so it harms neither memory nor others.
 */
export class ChangeStream<Change> implements AsyncIterableIterator<Change> {
  private readonly unread = new Map<string, Change>();
  private readonly readers: ((next: IteratorResult<Change>) => void)[] = [];
  private ended = false;
  private failure: Error | undefined;

  /** `idOf`: of what changed. `onEnd` is called once, however the stream ends. */
  constructor(
    private readonly unreadMax: number,
    private readonly idOf: (change: Change) => string,
    private readonly onEnd: (stream: ChangeStream<Change>) => void,
  ) {}

  push(change: Change): void {
    if (this.ended) return;
    const reader = this.readers.shift();
    if (reader !== undefined) {
      reader({ done: false, value: change });
      return;
    }
    this.unread.set(this.idOf(change), change);
    if (this.unread.size > this.unreadMax) this.end(new SubscriberTooSlow(this.unread.size));
  }

  next(): Promise<IteratorResult<Change>> {
    const [first] = this.unread;
    if (first !== undefined) {
      const [id, value] = first;
      this.unread.delete(id);
      return Promise.resolve({ done: false, value });
    }
    if (this.failure !== undefined) {
      const { failure } = this;
      this.failure = undefined;
      return Promise.reject(failure);
    }
    if (this.ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => {
      this.readers.push(resolve);
    });
  }

  return(): Promise<IteratorResult<Change>> {
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private end(failure?: Error): void {
    if (this.ended) return;
    this.ended = true;
    this.failure = failure;
    this.unread.clear();
    for (const reader of this.readers.splice(0)) reader({ done: true, value: undefined });
    this.onEnd(this);
  }
}
