import { BPS, gridValue, KeyedRng, sideSign, wordOf, type Side } from '#domain/core';
import { dealerEngine, drawDelaySeconds, type DealerParameters, type QuotingEngine } from '../dealers/index.js';
import { LIVING_INSTRUMENTS } from './living-instruments.js';
import { type LivingMarketParameters } from './living-market.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { round } = Math;

/** What a dealer's draws for a request are for: each purpose has a stream of its own, as in the auctions of the market. */
const Purpose = { ANSWER: 1, VALUE: 2, OFFER: 3, BID: 4 } as const;

/** What a dealer knows of a request from outside. */
export interface OutsideRequest {
  /** Names the random streams. */
  readonly requestId: string;
  readonly side: Side | 'TWO_SIDED';
  /** In units. */
  readonly quantity: number;
  /** Dealers asked beside him. */
  readonly competitors: number;
}

/**
 * A dealer of the living market as a client from outside meets him: he answers, prices and refuses as he does in its auctions, with
 * luck that is drawn by (request, dealer, purpose).
 *
 * What is assumed: the client is of the first tier and knows nothing of value; the dealer prices as if he held no position; all the
 * quotes that he makes for a request are of one draw, so that a later one differs by the market alone.
 */
export class LivingDealer {
  readonly name: string;
  private readonly engine: QuotingEngine;

  constructor(
    private readonly dealer: DealerParameters,
    private readonly auctions: LivingMarketParameters['auctions'],
  ) {
    this.name = dealer.name;
    this.engine = dealerEngine(
      dealer.quoting,
      auctions.clients.tiers.map(({ reservation }) => reservation),
    );
  }

  /** How long he may hold an acceptance; 0 where his quotes are firm. */
  get holdSeconds(): number {
    return this.dealer.lastLook?.holdSeconds ?? 0;
  }

  /** How long he takes to answer; undefined where he does not. */
  answerSeconds(requestId: string): number | undefined {
    const rng = this.stream(requestId, Purpose.ANSWER);
    const answers = rng.uniform() < this.dealer.responseProbability;
    const seconds = drawDelaySeconds(this.dealer.responseDelay, rng);
    return answers ? seconds : undefined;
  }

  /** His price for a client who buys or sells, on the tick, in currency per unit; undefined where he would rather not. */
  price(request: OutsideRequest, side: Side, arrivalMid: number, mid: number): number | undefined {
    const { instrument } = this.auctions;
    const { requestId, quantity, competitors } = request;
    const sign = sideSign(side);
    const valueSignalBps = this.dealer.valueErrorBps * this.stream(requestId, Purpose.VALUE).normal();
    const markupBps = this.engine.markupBps(
      {
        timeNs: 0,
        side: request.side === 'TWO_SIDED' ? 0 : sign,
        quantity,
        blocks: quantity / instrument.standardQuantity,
        tier: 0,
        competitors,
        othersLeakageBps: this.dealer.leakage.driftBps * competitors,
        arrivalMid,
        mid,
        halfSpreadBps: instrument.halfSpreadBps,
        inventoryBlocks: 0,
        valueSignalBps,
      },
      sign,
      this.stream(requestId, side === 'BUY' ? Purpose.OFFER : Purpose.BID),
    );
    const reference = this.engine.reference === 'ARRIVAL_MID' ? arrivalMid : mid;
    const ticks = round((reference * (1 + (sign * markupBps) / BPS)) / this.tickSize);
    return ticks >= 1 && ticks < Infinity ? gridValue(ticks, this.tickSize) : undefined;
  }

  /** He meets a client who named another price halfway. */
  halfway(price: number, counterPrice: number): number {
    return gridValue(round((price + counterPrice) / 2 / this.tickSize), this.tickSize);
  }

  /** Whether his last look refuses a client on a side when the mid has gone from one to the other meanwhile. */
  refuses(side: Side, heldMid: number, mid: number): boolean {
    const { lastLook } = this.dealer;
    return lastLook !== null && (sideSign(side) * (mid - heldMid) * BPS) / heldMid > lastLook.thresholdBps;
  }

  private get tickSize(): number {
    return this.auctions.instrument.tickSize;
  }

  private stream(requestId: string, purpose: number): KeyedRng {
    return new KeyedRng(wordOf(requestId) >>> 0).select(0, wordOf(this.name), purpose);
  }
}

/** The dealers of an instrument of the living market, by name; none of any other. */
export const livingDealers = (instrumentId: string): ReadonlyMap<string, LivingDealer> =>
  DEALERS.get(instrumentId) ?? NONE;

const NONE: ReadonlyMap<string, LivingDealer> = new Map();

const DEALERS: ReadonlyMap<string, ReadonlyMap<string, LivingDealer>> = new Map(
  LIVING_INSTRUMENTS.map(({ instrumentId, parameters: { auctions } }) => [
    instrumentId,
    new Map(auctions.dealers.map((dealer) => [dealer.name, new LivingDealer(dealer, auctions)])),
  ]),
);
