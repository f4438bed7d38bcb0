import { err, ok, type Result } from '#domain/core';
import { type DealerBook } from '../dealers/index.js';
import { firstOf, mustBePositive, mustBeWhole, type ImpossibleParameters } from '../impossible-parameters.js';
import { type AuctionListener } from './auction-events.js';
import { checkAuctions, type AuctionParameters } from './auction-parameters.js';
import { AuctionSession, type AuctionArrivals } from './auction-session.js';
import { AuctionTape } from './auction-tape.js';
import { type BuyerPolicy } from './buyer-policy.js';
import { checkDiffusiveMarket, DiffusiveMarket, type DiffusiveMarketParameters } from './diffusive-market.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const NEVER = Infinity;

/** Auctions on their own, in a market without a book. */
export interface AuctionSimulation extends AuctionArrivals {
  readonly auctions: AuctionParameters;
  readonly market: DiffusiveMarketParameters;
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

const checkSimulation = (simulation: AuctionSimulation) =>
  firstOf(
    mustBeWhole('requests', simulation.requests, 1),
    mustBePositive('requestsPerSecond', simulation.requestsPerSecond),
    checkAuctions(simulation.auctions),
    checkDiffusiveMarket(simulation.market),
  );

const run = (simulation: AuctionSimulation, policy: BuyerPolicy, listeners: readonly AuctionListener[]): AuctionRun => {
  const { auctions } = simulation;
  const tape = new AuctionTape();
  const session = new AuctionSession(
    auctions,
    simulation,
    policy,
    [tape, ...listeners],
    (onFill) => new DiffusiveMarket(auctions.seed, simulation.market, auctions.instrument.standardQuantity, onFill),
  );
  let endNs = 0;
  while (session.nextTimeNs !== NEVER) {
    endNs = session.nextTimeNs;
    session.step();
  }
  return {
    hash: tape.digest(),
    counts: tape.counts,
    books: session.books,
    lastMid: session.market.midAt(endNs),
    endNs,
  };
};
