import { type DeskEvent, type DeskTopic } from '#application/ports';
import { ChangeStream } from './change-stream.js';

type DeskStream = ChangeStream<DeskEvent>;

/** Distinct changes that a subscriber may leave unread. */
const UNREAD_MAX = 1_000;

/** Who in this process wants to hear of which desk's changes. Announcing never waits for a reader. */
export class DeskSubscribers {
  private readonly byDesk = new Map<string, Map<DeskStream, DeskTopic>>();

  subscribe(deskId: string, topic: DeskTopic): AsyncIterableIterator<DeskEvent> {
    const streams = this.byDesk.get(deskId) ?? new Map<DeskStream, DeskTopic>();
    this.byDesk.set(deskId, streams);
    const stream = new ChangeStream<DeskEvent>(
      UNREAD_MAX,
      ({ id }) => id,
      (ended) => {
        streams.delete(ended);
        if (streams.size === 0) this.byDesk.delete(deskId);
      },
    );
    streams.set(stream, topic);
    return stream;
  }

  announce(deskId: string, topic: DeskTopic, ids: readonly string[]): void {
    for (const [stream, wanted] of this.byDesk.get(deskId) ?? []) {
      if (wanted === topic) for (const id of ids) stream.push({ topic, id });
    }
  }

  /** The desks that somebody listens to. */
  desks(): readonly string[] {
    return [...this.byDesk.keys()];
  }

  async end(): Promise<void> {
    for (const streams of this.byDesk.values()) for (const stream of [...streams.keys()]) await stream.return();
  }
}
