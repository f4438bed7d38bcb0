import { type OnModuleDestroy } from '@nestjs/common';
import { QuoteRequestFollowers, type RankedRequest } from '#application/follow-quote-request';
import { type DeskSettings } from '#application/ports';
import { type QuoteRequests } from '#application/quote-requests';
import { type ApiPorts } from '../ports.js';

/** How often it is looked whether the market has moved or a quote has expired; the feed speaks as often. */
const TICK_MS = 250;

/** Followers of this process's subscribers, kept awake: by changes in any process, and by time. */
export class QuoteRequestUpdates implements OnModuleDestroy {
  private readonly followers: QuoteRequestFollowers;
  /** What ends the listening to a desk, which begins with its first follower. */
  private readonly listening = new Map<string, () => void>();
  private readonly ticking: NodeJS.Timeout;

  constructor(
    private readonly ports: Pick<ApiPorts, 'market' | 'model' | 'dealerProfiles' | 'events'>,
    requests: QuoteRequests,
  ) {
    this.followers = new QuoteRequestFollowers({ ...ports, requests });
    this.ticking = setInterval(() => {
      this.followers.tick();
    }, TICK_MS).unref();
  }

  /** undefined when the desk has no such request. `return()` ends it. */
  follow(desk: DeskSettings, requestId: string): Promise<AsyncIterableIterator<RankedRequest> | undefined> {
    const { deskId } = desk;
    if (!this.listening.has(deskId)) {
      const stop = this.ports.events.listen(deskId, 'QUOTE_REQUEST_UPDATED', (id) => {
        this.followers.changed(deskId, id);
      });
      this.listening.set(deskId, stop);
    }
    return this.followers.follow(desk, requestId);
  }

  onModuleDestroy(): void {
    clearInterval(this.ticking);
    for (const stop of this.listening.values()) stop();
  }
}
