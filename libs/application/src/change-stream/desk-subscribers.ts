import { type DeskEvent, type DeskTopic } from '#application/ports';
import { ChangeStream } from './change-stream.js';

type DeskStream = ChangeStream<DeskEvent>;

/** Distinct changes that a subscriber may leave unread. */
const UNREAD_MAX = 1_000;

interface Listener {
  readonly topic: DeskTopic;
  readonly heard: (id: string) => void;
}

/** Who in this process wants to hear of which desk's changes. Announcing never waits for a reader. */
export class DeskSubscribers {
  private readonly byDesk = new Map<string, Set<Listener>>();
  private readonly streams = new Set<DeskStream>();

  subscribe(deskId: string, topic: DeskTopic): AsyncIterableIterator<DeskEvent> {
    const stream: DeskStream = new ChangeStream<DeskEvent>(
      UNREAD_MAX,
      ({ id }) => id,
      (ended) => {
        this.streams.delete(ended);
        stop();
      },
    );
    const stop = this.listen(deskId, topic, (id) => {
      stream.push({ topic, id });
    });
    this.streams.add(stream);
    return stream;
  }

  listen(deskId: string, topic: DeskTopic, heard: (id: string) => void): () => void {
    const listeners = this.byDesk.get(deskId) ?? new Set();
    this.byDesk.set(deskId, listeners);
    const listener: Listener = { topic, heard };
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.byDesk.get(deskId) === listeners) this.byDesk.delete(deskId);
    };
  }

  announce(deskId: string, topic: DeskTopic, ids: readonly string[]): void {
    for (const { topic: wanted, heard } of this.byDesk.get(deskId) ?? []) {
      if (wanted === topic) for (const id of ids) heard(id);
    }
  }

  /** The desks that somebody listens to. */
  desks(): readonly string[] {
    return [...this.byDesk.keys()];
  }

  async end(): Promise<void> {
    for (const stream of [...this.streams]) await stream.return();
  }
}
