import { KeyedRng, wordOf } from '#domain/core';
import { type DealerBook } from '../dealers/index.js';
import { type AuctionListener } from './auction-events.js';
import { AuctionHouse } from './auction-house.js';
import { type AuctionParameters } from './auction-parameters.js';
import { type BuyerPolicy } from './buyer-policy.js';
import { type HedgeFill, type WorkedLitMarket } from './lit-market.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { ceil, min } = Math;
const NEVER = Infinity;

/** When clients ask. */
export interface AuctionArrivals {
  /** How many requests; Infinity: as long as the session is run. */
  readonly requests: number;
  /** They come at Poisson times; auctions overlap when they come fast. */
  readonly requestsPerSecond: number;
}

/**
 * Clients who ask, the auctions of what they ask for, and the lit market that all of it happens in: one event after another, as far
 * as somebody wants to know.
 */
export class AuctionSession<Market extends WorkedLitMarket> {
  readonly market: Market;
  private readonly house: AuctionHouse;
  private readonly rng: KeyedRng;
  private request = 0;
  private requestNs: number;

  /** Expects parameters without fault. `marketOf` makes the market, which tells the dealers of their hedges' fills. */
  constructor(
    auctions: AuctionParameters,
    private readonly arrivals: AuctionArrivals,
    policy: BuyerPolicy,
    listeners: readonly AuctionListener[],
    marketOf: (onFill: HedgeFill) => Market,
  ) {
    this.rng = new KeyedRng(auctions.seed);
    this.requestNs = this.gapNs(0);
    this.market = marketOf((timeNs, dealer, side, quantity, price) => {
      this.house.hedged(timeNs, dealer, side, quantity, price);
    });
    this.house = new AuctionHouse(auctions, this.market, policy, listeners);
  }

  /** By dealer. */
  get books(): readonly DealerBook[] {
    return this.house.books;
  }

  /** When something happens next; Infinity when nothing will. */
  get nextTimeNs(): number {
    return min(this.requestNs, this.house.nextTimeNs, this.market.nextTimeNs);
  }

  /** The next event happens. There must be one. */
  step(): void {
    const timeNs = this.nextTimeNs;
    if (this.market.nextTimeNs === timeNs) this.market.step();
    else if (this.house.nextTimeNs === timeNs) this.house.step();
    else this.ask();
  }

  /** As `AuctionHouse.tradedOutside`; everything before that time has happened. */
  tradedOutside(timeNs: number, dealer: number, side: 1 | -1, quantity: number, price: number): void {
    this.house.tradedOutside(timeNs, dealer, side, quantity, price);
  }

  private ask(): void {
    const { arrivals, requestNs } = this;
    this.house.open(this.request, requestNs);
    this.request += 1;
    this.requestNs = this.request < arrivals.requests ? requestNs + this.gapNs(this.request) : NEVER;
  }

  private gapNs(request: number): number {
    return ceil(this.rng.select(request, ARRIVAL).exponential(this.arrivals.requestsPerSecond) * 1e9);
  }
}

const ARRIVAL = wordOf('arrival');
