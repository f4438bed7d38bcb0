import { formatInstant, type StateReader, type StateWriter } from '#domain/core';
import { FEATURE_SET_V1, FeatureEngine, type FeatureSnapshot, type SignalTable } from '#domain/features';
import {
  MarketTracker,
  type EventBatch,
  type InstrumentTable,
  type MarketSession,
  type SessionTimeNs,
} from '#domain/market-data';
import { type AuctionReport, type InstrumentState, type QualityReport } from '#application/ports';
import { benchmarkOf } from './benchmark-of.js';
import { RecentAuctions } from './recent-auctions.js';

/** What is known beside the events of a day's sessions. */
export interface Surroundings {
  /** Terms that win over what a session says of its instrument. */
  readonly overrides: InstrumentTable;
  /** Series from outside the market. */
  readonly signals: SignalTable;
}

/**
 * One instrument of a day: its market, and the features of it. The one way from events to features: what plays live, what
 * is replayed and what is exported for training all go through here.
 */
export class ObservedInstrument {
  /** Made when somebody first looks: who reads features only has nothing to do with auctions. */
  private auctions: RecentAuctions | undefined;
  private readonly values = new Float64Array(FEATURE_SET_V1.definitions.length);

  private constructor(
    readonly session: MarketSession,
    readonly tracker: MarketTracker,
    private readonly engine: FeatureEngine,
  ) {}

  /** The instruments of sessions that play together, in their order; each is compared with its benchmark among them. */
  static together(sessions: readonly MarketSession[], surroundings: Surroundings): readonly ObservedInstrument[] {
    const trackers = sessions.map(
      (session) => new MarketTracker(session, surroundings.overrides.get(session.instrumentId)),
    );
    return sessions.map((session, i) => {
      const tracker = trackers[i]!;
      const benchmark = benchmarkOf(session, sessions);
      const { instrumentId, origin, priceUnitsPerCurrency, dailyBars = [] } = session;
      const engine = new FeatureEngine(
        {
          view: tracker.view,
          origin,
          priceUnitsPerCurrency,
          terms: tracker.known,
          dailyBars,
          signals: surroundings.signals.lookup({ instrumentId, markets: marketsOf(tracker), origin }),
          ...(benchmark !== undefined && { peer: trackers[sessions.indexOf(benchmark)]!.view }),
        },
        FEATURE_SET_V1.families,
      );
      tracker.follow(engine);
      return new ObservedInstrument(session, tracker, engine);
    });
  }

  apply(batch: EventBatch, row: number): void {
    this.tracker.apply(batch, row);
  }

  /** Time has come to `timeNs`; what is read from now on is as of then. */
  advanceTo(timeNs: SessionTimeNs): void {
    this.tracker.advanceTo(timeNs);
  }

  /** The features now, in the order of the set's definitions; NaN where a value is missing. Refilled by the next call. */
  readFeatures(): Float64Array {
    this.engine.write(this.values);
    return this.values;
  }

  state(): InstrumentState {
    const auctions = this.recentAuctions();
    return {
      market: this.tracker.snapshot(),
      features: this.featureSnapshot(),
      quality: this.qualityReport(),
      ...(auctions !== undefined && { auctions }),
    };
  }

  /** Everything between two messages, so that another of the same session goes on bit by bit as this one would. */
  save(into: StateWriter): void {
    this.tracker.save(into);
    this.engine.save(into);
  }

  restore(from: StateReader): void {
    this.tracker.restore(from);
    this.engine.restore(from);
  }

  private qualityReport(): QualityReport {
    const { sinceNs, ...quality } = this.tracker.quality();
    return { ...quality, since: this.instant(sinceNs) };
  }

  private recentAuctions(): readonly AuctionReport[] | undefined {
    if (this.session.auctions === undefined) return undefined;
    this.auctions ??= new RecentAuctions(this.session.auctions(), (timeNs) => this.instant(timeNs));
    return this.auctions.at(this.tracker.view.timeNs);
  }

  private instant(timeNs: SessionTimeNs): string {
    return formatInstant(this.session.origin + BigInt(Math.floor(timeNs)));
  }

  private featureSnapshot(): FeatureSnapshot {
    return {
      instrumentId: this.session.instrumentId,
      set: FEATURE_SET_V1.version,
      asOf: this.instant(this.tracker.view.timeNs),
      values: Array.from(this.readFeatures(), (value) => (Number.isNaN(value) ? null : value)),
    };
  }
}

/** What a signal may be about beside the instrument itself: its currency's and its kind's market, e.g. `USD EQUITY`, `USD`. */
const marketsOf = ({ known }: MarketTracker): readonly string[] => {
  const { currency, kind } = known;
  if (currency === undefined) return [];
  return kind === undefined ? [currency] : [`${currency} ${kind}`, currency];
};
