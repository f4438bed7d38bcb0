import { type OnModuleDestroy } from '@nestjs/common';
import { QuoteStreams, type StreamedQuote, type StreamedSize } from '#application/stream-quote';
import { type ApiPorts } from '../ports.js';

/** How often it is looked whether the market has moved or a price has expired; the feed speaks as often. */
const TICK_MS = 250;

/** Prices that this process's subscribers follow, kept awake: by changes of their desks in any process, and by time. */
export class QuoteStreamUpdates implements OnModuleDestroy {
  private readonly streams: QuoteStreams;
  /** What ends the listening to a desk, which begins with its first stream. */
  private readonly listening = new Map<string, () => void>();
  private readonly ticking: NodeJS.Timeout;

  constructor(private readonly ports: ApiPorts) {
    this.streams = new QuoteStreams(ports);
    this.ticking = setInterval(() => {
      this.streams.tick();
    }, TICK_MS).unref();
  }

  /** `return()` ends it. */
  follow(deskId: string, size: StreamedSize): AsyncIterableIterator<StreamedQuote> {
    if (!this.listening.has(deskId)) {
      const stop = this.ports.events.listen(deskId, 'QUOTING_DESK_CHANGED', () => {
        this.streams.changed(deskId);
      });
      this.listening.set(deskId, stop);
    }
    return this.streams.follow(deskId, size);
  }

  onModuleDestroy(): void {
    clearInterval(this.ticking);
    for (const stop of this.listening.values()) stop();
  }
}
