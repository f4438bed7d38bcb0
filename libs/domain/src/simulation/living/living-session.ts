import { err, ok, type Result } from '#domain/core';
import { type EventBatch, type SimulatedAuction } from '#domain/market-data';
import { type AuctionListener, type BuyerPolicy } from '../auction/index.js';
import { type ImpossibleParameters } from '../impossible-parameters.js';
import { marketTape } from '../market/market-tape.js';
import { checkLivingMarket, LivingMarket, type LivingMarketParameters } from './living-market.js';
import { toldAuction, type AuctionNames } from './told-auction.js';

const NS_PER_SECOND = 1e9;

/** One session of a living market, told twice: what its venue shows, and the auctions beside it. */
export interface LivingSession {
  /** As `simulatedEvents` tells a market without dealers. A batch is valid until the next is asked for. */
  readonly events: Iterable<EventBatch>;
  /** Those that are settled by the close, in the order in which they are known; what happens in a second is known at its end. */
  readonly auctions: Iterable<SimulatedAuction>;
}

/**
 * A session, or the parameter that makes it impossible. Nothing is simulated before it is asked for, and then as far as it is read.
 * Each reading simulates the market for itself: it is a pure function of parameters, seed and policy, so all of them agree.
 */
export const livingSession = (
  parameters: LivingMarketParameters,
  seed: number,
  policy: BuyerPolicy,
): Result<LivingSession, ImpossibleParameters> => {
  const wrong = checkLivingMarket(parameters, seed);
  if (wrong !== undefined) return err(wrong);
  const opened = (listener?: AuctionListener): LivingMarket => {
    const living = LivingMarket.open(parameters, seed, policy, listener === undefined ? [] : [listener]);
    if (!living.ok) throw new RangeError(living.error.message);
    return living.value;
  };
  return ok({
    events: { [Symbol.iterator]: () => marketTape(opened()) },
    auctions: { [Symbol.iterator]: () => settledAuctions(parameters, opened) },
  });
};

function* settledAuctions(
  { auctions, market }: LivingMarketParameters,
  opened: (listener: AuctionListener) => LivingMarket,
): Generator<SimulatedAuction, void> {
  const names: AuctionNames = {
    dealers: auctions.dealers.map(({ name }) => name),
    tiers: auctions.clients.tiers.map(({ name }) => name),
  };
  let second = 0;
  const settled: SimulatedAuction[] = [];
  const living = opened({
    event: () => undefined,
    settled: (auction) => {
      settled.push(toldAuction(auction, names, second * NS_PER_SECOND));
    },
  });
  for (second = 1; second <= market.sessionSeconds; second += 1) {
    living.advanceTo(second);
    yield* settled;
    settled.length = 0;
  }
}
