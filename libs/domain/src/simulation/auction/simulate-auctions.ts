import { err, KeyedRng, ok, wordOf, type Result } from '#domain/core';
import { type DealerBook } from '../dealers/index.js';
import { firstOf, mustBePositive, mustBeWhole, type ImpossibleParameters } from '../impossible-parameters.js';
import { type AuctionListener } from './auction-events.js';
import { AuctionHouse } from './auction-house.js';
import { checkAuctions, type AuctionParameters } from './auction-parameters.js';
import { AuctionTape } from './auction-tape.js';
import { type BuyerPolicy } from './buyer-policy.js';
import { checkDiffusiveMarket, DiffusiveMarket, type DiffusiveMarketParameters } from './diffusive-market.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { ceil, min } = Math;
const NEVER = Infinity;

/** Auctions on their own, in a market without a book. */
export interface AuctionSimulation {
  readonly auctions: AuctionParameters;
  readonly market: DiffusiveMarketParameters;
  /** How many requests. */
  readonly requests: number;
  /** They come at Poisson times; auctions overlap when they come fast. */
  readonly requestsPerSecond: number;
}

/** What a run leaves behind beside what its listeners kept. */
export interface AuctionRun {
  /** Of every event of the run: equal parameters and policy give an equal hash. */
  readonly hash: string;
  /** How often each event happened, by `AuctionEventKind`. */
  readonly counts: Float64Array;
  /** By dealer. */
  readonly books: readonly DealerBook[];
  /** Currency per unit. */
  readonly lastMid: number;
  readonly endNs: number;
}

/**
 * Runs a simulation to its last markout. A pure function of parameters and policy, as long as the policy is one of what it is
 * shown; nothing is drawn before the parameters are found possible.
 */
export const simulateAuctions = (
  simulation: AuctionSimulation,
  policy: BuyerPolicy,
  listeners: readonly AuctionListener[] = [],
): Result<AuctionRun, ImpossibleParameters> => {
  const wrong = checkSimulation(simulation);
  return wrong === undefined ? ok(run(simulation, policy, listeners)) : err(wrong);
};

const checkSimulation = ({ auctions, market, requests, requestsPerSecond }: AuctionSimulation) =>
  firstOf(
    mustBeWhole('requests', requests, 1),
    mustBePositive('requestsPerSecond', requestsPerSecond),
    checkAuctions(auctions),
    checkDiffusiveMarket(market),
  );

const run = (simulation: AuctionSimulation, policy: BuyerPolicy, listeners: readonly AuctionListener[]): AuctionRun => {
  const { auctions, requests, requestsPerSecond } = simulation;
  const tape = new AuctionTape();
  const market = new DiffusiveMarket(
    auctions.seed,
    simulation.market,
    auctions.instrument.standardQuantity,
    (timeNs, dealer, side, quantity, price) => {
      house.hedged(timeNs, dealer, side, quantity, price);
    },
  );
  const house = new AuctionHouse(auctions, market, policy, [tape, ...listeners]);
  const arrivals = new KeyedRng(auctions.seed);
  const gapNs = (request: number): number =>
    ceil(arrivals.select(request, ARRIVAL).exponential(requestsPerSecond) * 1e9);
  let request = 0;
  let requestNs = gapNs(0);
  let endNs = 0;
  for (;;) {
    const nextNs = min(requestNs, house.nextTimeNs, market.nextTimeNs);
    if (nextNs === NEVER) break;
    endNs = nextNs;
    if (market.nextTimeNs === nextNs) market.step();
    else if (house.nextTimeNs === nextNs) house.step();
    else {
      house.open(request, requestNs);
      request += 1;
      requestNs = request < requests ? requestNs + gapNs(request) : NEVER;
    }
  }
  return { hash: tape.digest(), counts: tape.counts, books: house.books, lastMid: market.midAt(endNs), endNs };
};

const ARRIVAL = wordOf('arrival');
