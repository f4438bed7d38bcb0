import { err, ok, sideSign, type Result } from '#domain/core';
import { type OutsideBlock } from '#domain/market-data';
import {
  AuctionSession,
  AuctionTape,
  checkAuctions,
  checkOrderBookMarket,
  OrderBookMarket,
  type AuctionListener,
  type AuctionParameters,
  type BuyerPolicy,
  type OrderBookMarketParameters,
} from '../auction/index.js';
import { type DealerBook } from '../dealers/index.js';
import { firstOf, mustBePositive, type ImpossibleParameters, type Verdict } from '../impossible-parameters.js';
import { SimulatedMarket, type MarketParameters } from '../market/index.js';
import { checkMarket } from '../market/market-parameters.js';

/** One instrument's market of agents, and the dealers and clients who trade blocks of it off the book. */
export interface LivingMarketParameters {
  readonly market: MarketParameters;
  readonly auctions: Omit<AuctionParameters, 'seed'>;
  /** How dealers' hedges and those who trade on what they know reach the book. */
  readonly orders: OrderBookMarketParameters;
  /** Clients come at Poisson times. */
  readonly requestsPerSecond: number;
}

const NS_PER_SECOND = 1e9;

/**
 * The market of agents with RFQ auctions beside it, whose winners hedge in its book: what a block costs the next client depends
 * on what was traded before. A pure function of parameters, seed and the clients' policy, as far as it is advanced.
 *
 * Auctions that are still open where nobody advances it any more are never settled.
 */
export class LivingMarket {
  /** The market right at its open, or the parameter that makes it impossible. `seed`: an integer in [0, 2^32). */
  static open(
    parameters: LivingMarketParameters,
    seed: number,
    policy: BuyerPolicy,
    listeners: readonly AuctionListener[] = [],
  ): Result<LivingMarket, ImpossibleParameters> {
    const wrong = checkLivingMarket(parameters, seed);
    if (wrong !== undefined) return err(wrong);
    const auctions = { ...parameters.auctions, seed };
    const opened = SimulatedMarket.open(parameters.market, seed);
    if (!opened.ok) return opened;
    const tape = new AuctionTape();
    const session = new AuctionSession(
      auctions,
      { requests: Infinity, requestsPerSecond: parameters.requestsPerSecond },
      policy,
      [tape, ...listeners],
      (onFill) => new OrderBookMarket(opened.value, parameters.orders, onFill),
    );
    return ok(
      new LivingMarket(
        opened.value,
        session,
        tape,
        parameters.auctions.dealers.map(({ name }) => name),
      ),
    );
  }

  private constructor(
    readonly market: SimulatedMarket,
    private readonly session: AuctionSession<OrderBookMarket>,
    private readonly tape: AuctionTape,
    private readonly dealers: readonly string[],
  ) {}

  /** Of the dealers, by index. */
  get books(): readonly DealerBook[] {
    return this.session.books;
  }

  /** How often each event of an auction happened, by `AuctionEventKind`. */
  get counts(): Readonly<Float64Array> {
    return this.tape.counts;
  }

  /** Lets everything happen until a time, in seconds since the open. */
  advanceTo(seconds: number): void {
    const { session } = this;
    const untilNs = seconds * NS_PER_SECOND;
    while (session.nextTimeNs <= untilNs) session.step();
    this.market.advanceTo(seconds);
  }

  /** A dealer trades a block with a client who is not one of the market's; it has been advanced to that time, in seconds. */
  trade(seconds: number, { dealer, side, quantity, price }: OutsideBlock): void {
    const index = this.dealers.indexOf(dealer);
    if (index < 0) throw new RangeError(`LivingMarket: there is no dealer ${dealer}`);
    this.session.tradedOutside(seconds * NS_PER_SECOND, index, sideSign(side), quantity, price);
  }

  /** 32 hex digits: of every event of the book, then of every event of the auctions. */
  hash(): string {
    return this.market.hash() + this.tape.digest();
  }
}

/** What makes a living market impossible, by the path of the parameter; undefined when nothing does. */
export const checkLivingMarket = (parameters: LivingMarketParameters, seed: number): Verdict =>
  firstOf(
    checkAuctions({ ...parameters.auctions, seed }),
    checkOrderBookMarket(parameters.orders),
    mustBePositive('requestsPerSecond', parameters.requestsPerSecond),
    checkMarket(parameters.market),
  );
