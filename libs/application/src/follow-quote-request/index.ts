import { type Instant } from '#domain/core';
import { type RfqState } from '#domain/rfq';
import { Follower } from '#application/change-stream';
import { type DeskSettings } from '#application/ports';
import { type QuoteRequests } from '#application/quote-requests';
import { nextExpiry, rankRequest, type RankedRequest, type RankingPorts } from './rank-request.js';

export { type RankedRequest } from './rank-request.js';

export interface FollowPorts extends RankingPorts {
  readonly requests: QuoteRequests;
}

/** One who follows a request, and what his last look rested on; absent before the first. */
interface Watch {
  readonly follower: Follower<RankedRequest>;
  seen?: Seen;
}

interface Seen {
  readonly instrumentIds: readonly string[];
  readonly sequences: readonly (number | undefined)[];
  readonly nextExpiry: Instant | undefined;
}

/**
 * Follows requests for quote live: whoever follows one sees it ranked as it stands, again and again as quotes arrive, expire or
 * the market moves. Versions never go back, and how it stands in the end is always seen; what changed in between while
 * he was busy is one step. Ranking happens when he reads, so that a slow reader holds up and costs nobody anything.
 */
export class QuoteRequestFollowers {
  private readonly watches = new Map<string, Set<Watch>>();

  constructor(private readonly ports: FollowPorts) {}

  /** undefined when the desk has no such request. `return()` ends it. */
  async follow(desk: DeskSettings, requestId: string): Promise<AsyncIterableIterator<RankedRequest> | undefined> {
    if ((await this.ports.requests.find(desk.deskId, requestId)) === undefined) return undefined;
    const key = keyOf(desk.deskId, requestId);
    const watches = this.watches.get(key) ?? new Set();
    this.watches.set(key, watches);
    const follower = new Follower(
      () => this.look(desk, requestId, watch),
      () => {
        watches.delete(watch);
        if (watches.size === 0) this.watches.delete(key);
      },
    );
    const watch: Watch = { follower };
    watches.add(watch);
    return follower;
  }

  /** A command was carried out on the request, here or in another process. */
  changed(deskId: string, requestId: string): void {
    for (const { follower } of this.watches.get(keyOf(deskId, requestId)) ?? []) follower.mark();
  }

  /** Session time has passed: whoever saw what has moved or expired since is owed a look. Call it now and then. */
  tick(): void {
    const now = this.ports.market.now();
    for (const watches of this.watches.values()) {
      for (const { follower, seen } of watches) if (seen !== undefined && this.isOld(seen, now)) follower.mark();
    }
  }

  private isOld({ instrumentIds, sequences, nextExpiry: expiry }: Seen, now: Instant): boolean {
    return (
      (expiry !== undefined && now >= expiry) || instrumentIds.some((id, i) => this.sequenceOf(id) !== sequences[i])
    );
  }

  private async look(desk: DeskSettings, requestId: string, watch: Watch): Promise<RankedRequest> {
    const request = await this.ports.requests.find(desk.deskId, requestId);
    if (request === undefined) throw new Error(`quote request ${requestId} vanished`);
    // Before ranking: what moves while it ranks is seen by the next tick.
    watch.seen = this.seenOf(request.state);
    return rankRequest(this.ports, desk, request);
  }

  private seenOf(state: RfqState): Seen {
    // The market of a request that has ended tells its followers nothing.
    const instrumentIds = state.status === 'OPEN' ? state.terms.legs.map(({ instrumentId }) => instrumentId) : [];
    return {
      instrumentIds,
      sequences: instrumentIds.map((id) => this.sequenceOf(id)),
      nextExpiry: nextExpiry(state, this.ports.market.now()),
    };
  }

  private sequenceOf(instrumentId: string): number | undefined {
    return this.ports.market.latest(instrumentId)?.sequence;
  }
}

const keyOf = (deskId: string, requestId: string): string => `${deskId}/${requestId}`;
