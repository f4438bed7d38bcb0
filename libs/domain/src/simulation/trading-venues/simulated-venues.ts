import { err, KeyedRng, ok, wordOf, type Result } from '#domain/core';
import { type BookSide } from '#domain/market-data';
import { type ImpossibleParameters } from '../impossible-parameters.js';
import { type SimulatedMarket } from '../market/index.js';
import { type ExecutionReport } from '../venue/index.js';
import { type TopOfBook } from './delayed-feed.js';
import { placeOf, timeOf, type Place } from './place.js';
import { checkVenues, type VenueTerms } from './venue-terms.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { max, min } = Math;

const NS_PER_SECOND = 1e9;
/** Apart from the streams of the market and of the auctions. */
const VENUES = wordOf('venues');
/** Of what shows nothing. */
const UNSEEN: TopOfBook = { bidTicks: NaN, askTicks: NaN, bidUnits: 0, askUnits: 0, tradedUnits: 0 };

/** Hears a report as it reaches a member; prices in ticks of the agents' book, a mid between two of them in halves. */
export type ReportListener = (venue: number, report: Readonly<ExecutionReport>) => void;

/**
 * One instrument's places of trade in one simulated session: the agents' book, which is venue 0, books beside it that mirror it,
 * and dark pools at its mid, each behind lines of its own, with fees. Everything happens in the order of time; times are nanoseconds
 * since the open.
 *
 * What is assumed: agents are in their book and wait for no line; an order in a pool is not seen and moves nothing, so what
 * trades there leaves no trace in the book; a pool looks for trades whenever the mid has moved; the informed among its members
 * know the microprice, `(ask bidUnits + bid askUnits) / (bidUnits + askUnits)`, so that they trade against a mid that is about to
 * move. What a mirror assumes stands at `MirrorBook`.
 */
export class SimulatedVenues {
  private nowNs: number;
  private readonly places: readonly Place[];

  /** The venues of a market where it stands now; or the term that makes them impossible, by name. */
  static open(
    market: SimulatedMarket,
    terms: readonly VenueTerms[],
    seed: number,
    onReport: ReportListener,
  ): Result<SimulatedVenues, ImpossibleParameters> {
    const wrong = checkVenues(terms);
    return wrong === undefined ? ok(new SimulatedVenues(market, terms, seed, onReport)) : err(wrong);
  }

  private constructor(
    readonly market: SimulatedMarket,
    terms: readonly VenueTerms[],
    seed: number,
    private readonly onReport: ReportListener,
  ) {
    this.nowNs = timeOf(market);
    this.places = terms.map((one, i) =>
      placeOf(market, one, (name) => new KeyedRng(seed).select(wordOf(name), i, VENUES)),
    );
    if (this.places.length === 1) return;
    market.listen(() => {
      for (const place of this.places) place.follow();
    });
  }

  /** How many venues there are. */
  get count(): number {
    return this.places.length;
  }

  /** A lit book as its feed has brought it by now; of a pool there is nothing to see. */
  seen(venue: number): Readonly<TopOfBook> {
    return this.places[venue]!.feed?.at(this.nowNs) ?? UNSEEN;
  }

  /**
   * A new order, sent now; its id at that venue. Prices in whole ticks everywhere. `leastUnits` is what each execution in a pool has at
   * least; a lit book displays all of the order.
   */
  submit(
    venue: number,
    owner: number,
    side: BookSide,
    type: number,
    priceTicks: number,
    units: number,
    leastUnits: number,
  ): number {
    const place = this.places[venue]!;
    const part = place.displays ? units : leastUnits;
    return place.venue.submit(this.nowNs, owner, side, type, priceTicks, units, part);
  }

  cancel(venue: number, owner: number, orderId: number): void {
    this.places[venue]!.venue.cancel(this.nowNs, owner, orderId);
  }

  /** Lets everything happen until a time, that included: flow, requests, reports. */
  advanceTo(timeNs: number): void {
    for (;;) {
      const dueNs = min(this.nextNs(), timeNs);
      // What one agent does may call for something before the next one acts, where there is more than his own book.
      if (this.places.length > 1 && this.market.step(dueNs / NS_PER_SECOND)) continue;
      this.nowNs = max(this.nowNs, dueNs);
      this.market.advanceTo(this.nowNs / NS_PER_SECOND);
      if (this.nextNs() > timeNs) return;
      this.happen();
    }
  }

  /** Lets happen what was sent and takes no time. */
  settleNow(): void {
    if (this.nextMessageNs() <= this.nowNs) this.advanceTo(this.nowNs);
  }

  /** Lets everything happen until no request and no report is on its way. */
  settle(): void {
    for (let nextNs = this.nextMessageNs(); nextNs < Infinity; nextNs = this.nextMessageNs()) this.advanceTo(nextNs);
  }

  private nextMessageNs(): number {
    let nextNs = Infinity;
    for (const { venue } of this.places) nextNs = min(nextNs, venue.nextRequestNs, venue.nextReportNs);
    return nextNs;
  }

  private nextNs(): number {
    let nextNs = this.nextMessageNs();
    for (const place of this.places) nextNs = min(nextNs, place.nextNs);
    return nextNs;
  }

  /** What is due happens. */
  private happen(): void {
    const { nowNs, places } = this;
    for (let index = 0; index < places.length; index += 1) {
      const place = places[index]!;
      while (place.venue.nextReportNs <= nowNs) this.deliver(index, place);
      if (place.venue.nextRequestNs <= nowNs) place.venue.processNext();
      if (place.nextNs <= nowNs) place.act();
    }
  }

  private deliver(index: number, { venue, ticksPerStep }: Place): void {
    const report = venue.takeReport();
    this.onReport(index, ticksPerStep === 1 ? report : { ...report, price: report.price * ticksPerStep });
  }
}
