import { type DeskEvent, SubscriberTooSlow } from '#application/ports';

/**
 * What one subscriber has not read yet. Unread changes of one id are one change, so a slow reader of few things costs
 * nothing; one that leaves more than `unreadMax` distinct ids unread is ended, so it harms neither memory nor others.
 */
export class ChangeStream implements AsyncIterableIterator<DeskEvent> {
  private readonly unread = new Map<string, DeskEvent>();
  private readonly readers: ((next: IteratorResult<DeskEvent>) => void)[] = [];
  private ended = false;
  private failure: Error | undefined;

  /** `onEnd` is called once, however the stream ends. */
  constructor(
    private readonly unreadMax: number,
    private readonly onEnd: (stream: ChangeStream) => void,
  ) {}

  push(event: DeskEvent): void {
    if (this.ended) return;
    const reader = this.readers.shift();
    if (reader !== undefined) {
      reader({ done: false, value: event });
      return;
    }
    this.unread.set(event.id, event);
    if (this.unread.size > this.unreadMax) this.end(new SubscriberTooSlow(this.unread.size));
  }

  next(): Promise<IteratorResult<DeskEvent>> {
    const [first] = this.unread.values();
    if (first !== undefined) {
      this.unread.delete(first.id);
      return Promise.resolve({ done: false, value: first });
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

  return(): Promise<IteratorResult<DeskEvent>> {
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
