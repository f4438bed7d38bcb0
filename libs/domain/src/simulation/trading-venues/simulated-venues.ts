import { err, KeyedRng, ok, wordOf, type Result, type Rng } from '#domain/core';
import { ASK, BID, type BookSide } from '#domain/market-data';
import { type ImpossibleParameters } from '../impossible-parameters.js';
import { type SimulatedMarket } from '../market/index.js';
import { DarkCounterparties, DarkPool, Venue, type ExecutionReport } from '../venue/index.js';
import { DelayedFeed, type TopOfBook } from './delayed-feed.js';
import { MembersEngine } from './members-engine.js';
import { checkVenues, type DarkVenueTerms, type LitVenueTerms, type VenueTerms } from './venue-terms.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { max, min } = Math;

const NS_PER_SECOND = 1e9;

/** Apart from the streams of the market and of the auctions. */
const VENUES = wordOf('venues');

/** Hears a report as it reaches a member; prices in ticks of the lit book, a mid between two of them in halves. */
export type ReportListener = (venue: number, report: Readonly<ExecutionReport>) => void;

interface Pool {
  readonly engine: DarkPool;
  readonly venue: Venue<DarkPool>;
  readonly others: DarkCounterparties;
}

/**
 * One instrument's places of trade in one simulated session: the agents' book and dark pools at its mid, each behind lines of its
 * own, with fees. Venue 0 is the book. Everything happens in the order of time; times are nanoseconds since the open.
 *
 * What is assumed: agents are in the book itself and wait for no line; an order in a pool is not seen and moves nothing, so what
 * trades there leaves no trace in the book; a pool looks for trades whenever the mid has moved; the informed among its
 * members know the microprice, `(ask bidUnits + bid askUnits) / (bidUnits + askUnits)`, so that they trade against a mid that
 * is about to move.
 */
export class SimulatedVenues {
  private nowNs = 0;
  private readonly lit: Venue<MembersEngine>;
  private readonly pools: readonly Pool[];
  private readonly feed: DelayedFeed;
  /** The mid that pools traded at last, in half ticks. */
  private midHalfTicks = NaN;

  /** The venues of a market where it stands now; or the term that makes them impossible, by name. */
  static open(
    market: SimulatedMarket,
    terms: readonly VenueTerms[],
    seed: number,
    onReport: ReportListener,
  ): Result<SimulatedVenues, ImpossibleParameters> {
    const wrong = checkVenues(terms);
    if (wrong !== undefined) return err(wrong);
    const [lit, ...dark] = terms as readonly [LitVenueTerms, ...DarkVenueTerms[]];
    return ok(new SimulatedVenues(market, lit, dark, seed, onReport));
  }

  private constructor(
    readonly market: SimulatedMarket,
    lit: LitVenueTerms,
    dark: readonly DarkVenueTerms[],
    seed: number,
    private readonly onReport: ReportListener,
  ) {
    const { tickSize } = market.parameters;
    this.nowNs = max(0, market.seconds * NS_PER_SECOND);
    const streams =
      (venue: number) =>
      (name: string): Rng =>
        new KeyedRng(seed).select(wordOf(name), venue, VENUES);
    this.lit = new Venue(
      new MembersEngine(market, () => {
        this.lit.reportAt(this.marketNs());
      }),
      { ...lit, priceStep: tickSize },
      streams(0),
    );
    this.pools = dark.map((terms, i) => {
      const engine = new DarkPool(market.book);
      const venue = new Venue(engine, { ...terms, priceStep: tickSize / 2 }, streams(i + 1));
      return {
        engine,
        venue,
        others: new DarkCounterparties(terms.counterparties, this.nowNs, streams(i + 1)('others')),
      };
    });
    const { constantNs, meanJitterNs } = lit.feedLatency;
    this.feed = new DelayedFeed(
      market,
      constantNs === 0 && meanJitterNs === 0 ? undefined : () => this.lit.feedArrivalNs(this.marketNs()),
    );
    market.listen(() => {
      this.feed.changed();
      this.match();
    });
  }

  /** The lit book as the feed has brought it by now. */
  get seen(): Readonly<TopOfBook> {
    return this.feed.at(this.nowNs);
  }

  /** Whether no request and no report is on its way. */
  get isQuiet(): boolean {
    return this.nextMessageNs() === Infinity;
  }

  /** How many venues there are. */
  get count(): number {
    return 1 + this.pools.length;
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
    const part = venue === 0 ? units : leastUnits;
    return this.venue(venue).submit(this.nowNs, owner, side, type, priceTicks, units, part);
  }

  cancel(venue: number, owner: number, orderId: number): void {
    this.venue(venue).cancel(this.nowNs, owner, orderId);
  }

  /** Lets everything happen until a time, that included: flow, requests, reports. */
  advanceTo(timeNs: number): void {
    for (;;) {
      const nextNs = min(this.nextMessageNs(), this.nextOthersNs());
      this.nowNs = max(this.nowNs, min(nextNs, timeNs));
      this.market.advanceTo(this.nowNs / NS_PER_SECOND);
      // What the flow did on the way there may have to be told by then.
      if (min(nextNs, this.nextMessageNs()) > timeNs) return;
      this.happen();
    }
  }

  /** Lets happen what was sent and takes no time. */
  settleNow(): void {
    if (this.nextMessageNs() <= this.nowNs) this.advanceTo(this.nowNs);
  }

  /** Lets everything happen until nothing is on its way. */
  settle(): void {
    while (!this.isQuiet) this.advanceTo(this.nextMessageNs());
  }

  private venue(index: number): Venue<MembersEngine> | Venue<DarkPool> {
    return index === 0 ? this.lit : this.pools[index - 1]!.venue;
  }

  private nextMessageNs(): number {
    let nextNs = min(this.lit.nextRequestNs, this.lit.nextReportNs);
    for (const { venue } of this.pools) nextNs = min(nextNs, venue.nextRequestNs, venue.nextReportNs);
    return nextNs;
  }

  private nextOthersNs(): number {
    let nextNs = Infinity;
    for (const { others } of this.pools) nextNs = min(nextNs, others.nextNs);
    return nextNs;
  }

  /** What is due happens: reports first, so that nobody is told later than the line took. */
  private happen(): void {
    const { nowNs } = this;
    for (let index = 0; index < this.count; index += 1) {
      const venue = this.venue(index);
      while (venue.nextReportNs <= nowNs) this.deliver(index, venue.takeReport());
      if (venue.nextRequestNs <= nowNs) venue.processNext();
    }
    for (const { engine, venue, others } of this.pools) {
      if (others.nextNs > nowNs) continue;
      others.act(engine, this.microprice());
      venue.reportAt(nowNs);
    }
  }

  private deliver(index: number, report: Readonly<ExecutionReport>): void {
    this.onReport(index, index === 0 ? report : { ...report, price: report.price / 2 });
  }

  /** Pools trade at a mid that has moved. */
  private match(): void {
    if (this.pools.length === 0) return;
    const { book } = this.market;
    const midHalfTicks = book.bestTicks(BID) + book.bestTicks(ASK);
    if (midHalfTicks === this.midHalfTicks) return;
    this.midHalfTicks = midHalfTicks;
    for (const { engine, venue } of this.pools) {
      engine.rematch();
      venue.reportAt(this.marketNs());
    }
  }

  /** What the informed know, above the mid, in ticks; 0 where a side is empty. */
  private microprice(): number {
    const { book } = this.market;
    const [bidUnits, askUnits] = [book.bestUnits(BID), book.bestUnits(ASK)];
    const spread = book.bestTicks(ASK) - book.bestTicks(BID);
    const above = (spread * (bidUnits - askUnits)) / (2 * (bidUnits + askUnits));
    return above === above ? above : 0;
  }

  private marketNs(): number {
    return max(0, this.market.seconds * NS_PER_SECOND);
  }
}
