import { err, ok, type Result } from '#domain/core';
import { type EventBatch, type KnownAuctions, type OutsideBlock, type SimulatedAuction } from '#domain/market-data';
import { type AuctionListener, type BuyerPolicy } from '../auction/index.js';
import { type ImpossibleParameters } from '../impossible-parameters.js';
import { marketTape } from '../market/market-tape.js';
import { checkLivingMarket, LivingMarket, type LivingMarketParameters } from './living-market.js';
import { MarketWithOutsideBlocks, OutsideBlocks } from './outside-blocks.js';
import { toldAuction, type AuctionNames } from './told-auction.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { floor, min } = Math;

const NS_PER_SECOND = 1e9;

/**
 * One session of a living market, told twice: what its venue shows, and the auctions beside it. Each reading simulates the market
 * for itself: it is a pure function of parameters, seed, policy, and the blocks that came from outside, so all of them agree.
 */
export interface LivingSession {
  /**
   * As `simulatedEvents` tells a market without dealers. A batch is valid until the next is asked for. Every reading plays the session
   * anew: blocks from outside before that are not of it.
   */
  readonly events: Iterable<EventBatch>;
  /**
   * Those of the playing that began last which are settled by the close; what happens in a second is known at its end. Where blocks
   * come from outside they are read no further than the events.
   */
  auctions(): KnownAuctions;
  /** A dealer hedges a block from outside from where the events have been read to. Throws RangeError when there is no such dealer. */
  tradeOutside(block: OutsideBlock): void;
}

/** A session, or the parameter that makes it impossible. Nothing is simulated before it is asked for, and then as far as it is read. */
export const livingSession = (
  parameters: LivingMarketParameters,
  seed: number,
  policy: BuyerPolicy,
): Result<LivingSession, ImpossibleParameters> => {
  const wrong = checkLivingMarket(parameters, seed);
  if (wrong !== undefined) return err(wrong);
  const opened = (blocks: OutsideBlocks, listeners: readonly AuctionListener[]): MarketWithOutsideBlocks => {
    const living = LivingMarket.open(parameters, seed, policy, listeners);
    if (!living.ok) throw new RangeError(living.error.message);
    return new MarketWithOutsideBlocks(living.value, blocks);
  };
  return ok(new PlayedSession(parameters, opened));
};

class PlayedSession implements LivingSession {
  /** Of the playing that began last. */
  private blocks = new OutsideBlocks();
  readonly events: Iterable<EventBatch> = { [Symbol.iterator]: () => this.play() };

  constructor(
    private readonly parameters: LivingMarketParameters,
    private readonly opened: (blocks: OutsideBlocks, listeners: readonly AuctionListener[]) => MarketWithOutsideBlocks,
  ) {}

  auctions(): KnownAuctions {
    return new SettledAuctions(this.parameters, (listener) => this.opened(this.blocks, [listener]));
  }

  tradeOutside(block: OutsideBlock): void {
    const { dealers } = this.parameters.auctions;
    if (!dealers.some(({ name }) => name === block.dealer)) {
      throw new RangeError(`LivingSession: there is no dealer ${block.dealer}`);
    }
    this.blocks.add(block);
  }

  private play(): Generator<EventBatch, void> {
    const blocks = new OutsideBlocks();
    this.blocks = blocks;
    const driven = this.opened(blocks, []);
    return marketTape({
      market: driven.market,
      advanceTo: (second) => {
        driven.advanceTo(second);
        blocks.reached(second);
      },
    });
  }
}

/** Reads the auctions of a market second by second. */
class SettledAuctions implements KnownAuctions {
  private readonly driven: MarketWithOutsideBlocks;
  private readonly sessionSeconds: number;
  private settled: SimulatedAuction[] = [];
  private second = 0;

  constructor(
    { auctions, market }: LivingMarketParameters,
    opened: (listener: AuctionListener) => MarketWithOutsideBlocks,
  ) {
    const names: AuctionNames = {
      dealers: auctions.dealers.map(({ name }) => name),
      tiers: auctions.clients.tiers.map(({ name }) => name),
    };
    this.sessionSeconds = market.sessionSeconds;
    this.driven = opened({
      event: () => undefined,
      settled: (auction) => {
        this.settled.push(toldAuction(auction, names, this.second * NS_PER_SECOND));
      },
    });
  }

  until(timeNs: number): readonly SimulatedAuction[] {
    const last = min(floor(timeNs / NS_PER_SECOND), this.sessionSeconds);
    while (this.second < last) {
      this.second += 1;
      this.driven.advanceTo(this.second);
    }
    const known = this.settled;
    this.settled = [];
    return known;
  }
}
