import { type SessionTimeNs, type SimulatedAuction } from '#domain/market-data';
import { type AuctionReport } from '#application/ports';

/** How many a state carries: enough for a few minutes, few enough to be told anew with every change of the market. */
const RECENT_MAX = 8;

/** The last auctions of a session that are known at a time, newest first; read as far as time has come. */
export class RecentAuctions {
  private readonly auctions: Iterator<SimulatedAuction>;
  private next: SimulatedAuction | undefined;
  private recent: readonly AuctionReport[] = [];

  constructor(
    auctions: Iterable<SimulatedAuction>,
    private readonly instant: (timeNs: SessionTimeNs) => string,
  ) {
    this.auctions = auctions[Symbol.iterator]();
    this.next = this.read();
  }

  /** Times never go back. The same list until another auction is known. */
  at(timeNs: SessionTimeNs): readonly AuctionReport[] {
    for (; this.next !== undefined && this.next.knownNs <= timeNs; this.next = this.read()) {
      this.recent = [this.reported(this.next), ...this.recent].slice(0, RECENT_MAX);
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

  private read(): SimulatedAuction | undefined {
    const next = this.auctions.next();
    return next.done === true ? undefined : next.value;
  }
}
