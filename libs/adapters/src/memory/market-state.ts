import { type Instant } from '#domain/core';
import { type MarketSnapshot } from '#domain/market-data';
import { type InstrumentState, type InstrumentStates, type MarketState } from '#application/ports';

/** A market held by hand: for tests and for a replay, which both say what time it is. */
export class MemoryMarketState implements MarketState, InstrumentStates {
  private readonly markets = new Map<string, MarketSnapshot>();
  private readonly states = new Map<string, InstrumentState>();
  private readonly listeners = new Set<() => void>();
  private time: Instant = 0n;
  private silenceMs = Infinity;

  /** A market of which no more is known than this: features told before were of another moment. */
  setSnapshot(snapshot: MarketSnapshot): void {
    const { instrumentId } = snapshot.terms;
    this.states.delete(instrumentId);
    this.markets.set(instrumentId, snapshot);
  }

  setState(state: InstrumentState): void {
    this.setSnapshot(state.market);
    this.states.set(state.market.terms.instrumentId, state);
    for (const listener of this.listeners) listener();
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

  state(instrumentId: string): InstrumentState | undefined {
    return this.states.get(instrumentId);
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
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
