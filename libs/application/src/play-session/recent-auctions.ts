import { type KnownAuctions, type SessionTimeNs, type SimulatedAuction } from '#domain/market-data';
import { type AuctionReport } from '#application/ports';

/** How many a state carries: enough for a few minutes, few enough to be told anew with every change of the market. */
const RECENT_MAX = 8;

/** The last auctions of a session that are known at a time, newest first; read as far as time has come. */
export class RecentAuctions {
  private recent: readonly AuctionReport[] = [];

  constructor(
    private readonly auctions: KnownAuctions,
    private readonly instant: (timeNs: SessionTimeNs) => string,
  ) {}

  /** Times never go back. The same list until another auction is known. */
  at(timeNs: SessionTimeNs): readonly AuctionReport[] {
    const known = this.auctions.until(timeNs);
    if (known.length > 0) {
      const newest = known.slice(-RECENT_MAX).reverse();
      this.recent = [...newest.map((auction) => this.reported(auction)), ...this.recent].slice(0, RECENT_MAX);
    }
    return this.recent;
  }

  private reported({ requestedNs, endedNs, knownNs, ...auction }: SimulatedAuction): AuctionReport {
    const { instant } = this;
    return {
      ...auction,
      requestedAt: instant(requestedNs),
      endedAt: instant(endedNs),
      knownAt: instant(knownNs),
    };
  }
}
