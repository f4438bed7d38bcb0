import { type Rng } from '#domain/core';
import { ASK, BID } from '#domain/market-data';
import { type SimulatedMarket } from '../market/index.js';
import { DarkCounterparties, DarkPool, Venue, type MatchingEngine } from '../venue/index.js';
import { DelayedFeed, type Displayed } from './delayed-feed.js';
import { MembersEngine } from './members-engine.js';
import { MirrorBook } from './mirror-book.js';
import { type DarkVenueTerms, type LitVenueTerms, type MirrorVenueTerms, type VenueTerms } from './venue-terms.js';

/** A venue of a session, with what lives in it beside its members. Times in nanoseconds since the open. */
export interface Place {
  readonly venue: Venue<MatchingEngine>;
  /** What its members see of it; absent: nothing. */
  readonly feed?: DelayedFeed;
  /** Ticks of the agents' book for each step of its prices. */
  readonly ticksPerStep: number;
  /** What an order's `part` is where it has no minimum: all of it is displayed, or any part of it may trade. */
  readonly displays: boolean;
  /** When somebody in it acts next; Infinity where nobody will. */
  readonly nextNs: number;
  /** Acts. */
  act(): void;
  /** The agents' book has changed. */
  follow(): void;
}

/** A stream of random numbers of the place, by name. */
type PlaceStreams = (name: string) => Rng;

export const placeOf = (market: SimulatedMarket, terms: VenueTerms, streams: PlaceStreams): Place => {
  switch (terms.kind) {
    case 'LIT':
      return agentsPlace(market, terms, streams);
    case 'MIRROR':
      return mirrorPlace(market, terms, streams);
    case 'DARK':
      return new PoolPlace(market, terms, streams);
  }
};

const NOBODY = Infinity;

export const timeOf = (market: SimulatedMarket): number => Math.max(0, market.seconds * 1e9);

const agentsPlace = (market: SimulatedMarket, terms: LitVenueTerms, streams: PlaceStreams): Place => {
  const members = new MembersEngine(market.engine, () => {
    venue.reportAt(timeOf(market));
  });
  const venue = new Venue(members, { ...terms, priceStep: market.parameters.tickSize }, streams);
  const feed = feedOf(market, market, terms, venue);
  market.listen((events) => {
    members.heard(events);
    feed.changed();
  });
  return { venue, feed, ticksPerStep: 1, displays: true, nextNs: NOBODY, act: nothing, follow: nothing };
};

const mirrorPlace = (market: SimulatedMarket, terms: MirrorVenueTerms, streams: PlaceStreams): Place => {
  const mirror = new MirrorBook(market, terms.mirror);
  const members = new MembersEngine(mirror.engine, () => {
    venue.reportAt(timeOf(market));
  });
  const venue = new Venue(members, { ...terms, priceStep: market.parameters.tickSize }, streams);
  const feed = feedOf(mirror, market, terms, venue);
  mirror.listen((events) => {
    members.heard(events);
    feed.changed();
  });
  return {
    venue,
    feed,
    ticksPerStep: 1,
    displays: true,
    get nextNs() {
      return mirror.nextNs;
    },
    act: () => {
      mirror.quote();
    },
    follow: () => {
      mirror.follow();
    },
  };
};

class PoolPlace implements Place {
  readonly venue: Venue<DarkPool>;
  readonly ticksPerStep = 0.5;
  readonly displays = false;
  private readonly pool: DarkPool;
  private readonly others: DarkCounterparties;
  /** The mid that was traded at last, in half ticks. */
  private midHalfTicks = NaN;

  constructor(
    private readonly market: SimulatedMarket,
    terms: DarkVenueTerms,
    streams: PlaceStreams,
  ) {
    this.pool = new DarkPool(market.book);
    this.venue = new Venue(this.pool, { ...terms, priceStep: market.parameters.tickSize / 2 }, streams);
    this.others = new DarkCounterparties(terms.counterparties, timeOf(market), streams('others'));
  }

  get nextNs(): number {
    return this.others.nextNs;
  }

  act(): void {
    this.others.act(this.pool, this.microprice());
    this.venue.reportAt(timeOf(this.market));
  }

  /** Trades at a mid that has moved. */
  follow(): void {
    const { book } = this.market;
    const midHalfTicks = book.bestTicks(BID) + book.bestTicks(ASK);
    if (midHalfTicks === this.midHalfTicks) return;
    this.midHalfTicks = midHalfTicks;
    this.pool.rematch();
    this.venue.reportAt(timeOf(this.market));
  }

  /** What the informed know, above the mid, in ticks; 0 where a side is empty. */
  private microprice(): number {
    const { book } = this.market;
    const [bidUnits, askUnits] = [book.bestUnits(BID), book.bestUnits(ASK)];
    const spread = book.bestTicks(ASK) - book.bestTicks(BID);
    const above = (spread * (bidUnits - askUnits)) / (2 * (bidUnits + askUnits));
    return above === above ? above : 0;
  }
}

const feedOf = (
  displayed: Displayed,
  market: SimulatedMarket,
  { feedLatency: { constantNs, meanJitterNs } }: VenueTerms,
  venue: Venue<MatchingEngine>,
): DelayedFeed => {
  const isAtOnce = constantNs === 0 && meanJitterNs === 0;
  return new DelayedFeed(displayed, isAtOnce ? undefined : () => venue.feedArrivalNs(timeOf(market)));
};

const nothing = (): void => undefined;
