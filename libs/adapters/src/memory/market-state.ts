import { type Instant } from '#domain/core';
import { type MarketSnapshot } from '#domain/market-data';
import { type MarketState } from '#application/ports';

/** A market held by hand: for tests and for a replay, which both say what time it is. */
export class MemoryMarketState implements MarketState {
  private readonly markets = new Map<string, MarketSnapshot>();
  private time: Instant = 0n;
  private silenceMs = Infinity;

  setSnapshot(snapshot: MarketSnapshot): void {
    this.markets.set(snapshot.terms.instrumentId, snapshot);
  }

  /** The feed is heard by this, too: its silence is 0 until `setFeedSilenceMs` says otherwise. */
  setNow(time: Instant): void {
    this.time = time;
    this.silenceMs = 0;
  }

  setFeedSilenceMs(silenceMs: number): void {
    this.silenceMs = silenceMs;
  }

  latest(instrumentId: string): MarketSnapshot | undefined {
    return this.markets.get(instrumentId);
  }

  instruments(): readonly string[] {
    return [...this.markets.keys()];
  }

  now(): Instant {
    return this.time;
  }

  feedSilenceMs(): number {
    return this.silenceMs;
  }
}
