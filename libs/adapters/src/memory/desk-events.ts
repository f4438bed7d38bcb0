import { DeskSubscribers } from '#application/change-stream';
import { type DeskEvent, type DeskEvents, type DeskTopic } from '#application/ports';

/** The twin of the database's announcements: the memory stores announce here what they write. */
export class MemoryDeskEvents implements DeskEvents {
  private readonly subscribers = new DeskSubscribers();

  subscribe(deskId: string, topic: DeskTopic): AsyncIterableIterator<DeskEvent> {
    return this.subscribers.subscribe(deskId, topic);
  }

  listen(deskId: string, topic: DeskTopic, heard: (id: string) => void): () => void {
    return this.subscribers.listen(deskId, topic, heard);
  }

  announce(deskId: string, topic: DeskTopic, id: string): void {
    this.subscribers.announce(deskId, topic, [id]);
  }
}
