import { FeatureEngine, NO_SIGNALS, type FamilyFactory, type FeatureContext } from '#domain/features';
import { EventBatch, MarketTracker, type MarketEvent } from '#domain/market-data';
import { featureSession, SECOND_NS } from './feature-market.js';

/** One event of one of two markets. */
export interface PeerEvent {
  readonly of: 'OWN' | 'PEER';
  readonly event: MarketEvent;
}

/**
 * Features of a market at work beside those of a peer. Both are brought to each whole second, the peer first, before
 * anything after it: at the end of a second the peer is seen as it was at that end.
 */
export class PeerMarket {
  readonly engine: FeatureEngine;
  readonly own: MarketTracker;
  readonly peer: MarketTracker;
  private second = 0;

  constructor(factories: readonly FamilyFactory[], context: Partial<FeatureContext> = {}) {
    const session = featureSession();
    this.own = new MarketTracker(session);
    this.peer = new MarketTracker({ ...session, instrumentId: 'PEER' });
    this.engine = new FeatureEngine(
      {
        view: this.own.view,
        origin: session.origin,
        priceUnitsPerCurrency: session.priceUnitsPerCurrency,
        terms: {},
        dailyBars: [],
        signals: NO_SIGNALS,
        ...context,
        peer: this.peer.view,
      },
      factories,
    );
    this.own.follow(this.engine);
  }

  /** Events in the order of time. */
  play(...events: readonly PeerEvent[]): this {
    for (const { of, event } of events) {
      this.advanceTo(event.timeNs);
      (of === 'OWN' ? this.own : this.peer).applyAll(EventBatch.of([event]));
    }
    return this;
  }

  advanceTo(timeNs: number): this {
    const last = Math.floor(timeNs / SECOND_NS);
    if (this.second === 0) this.second = last;
    while (this.second < last) {
      this.second += 1;
      this.peer.advanceTo(this.second * SECOND_NS);
      this.own.advanceTo(this.second * SECOND_NS);
    }
    this.peer.advanceTo(timeNs);
    this.own.advanceTo(timeNs);
    return this;
  }

  vector(): Float64Array {
    const out = new Float64Array(this.engine.definitions.length);
    this.engine.write(out);
    return out;
  }
}
