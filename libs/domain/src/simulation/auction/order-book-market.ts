import { gridValue } from '#domain/core';
import { ASK, BID, type BookSide } from '#domain/market-data';
import { MessageQueue } from '../clock/index.js';
import { firstOf, mustBePositive, mustBeWhole, mustNotBeNegative, type Verdict } from '../impossible-parameters.js';
import { type SimulatedMarket } from '../market/simulated-market.js';
import { ANONYMOUS, BookEventKind, OrderType, type BookEvents } from '../order-book/index.js';
import { type DriftCause, type HedgeFill, type HedgeOrder, type WorkedLitMarket } from './lit-market.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { abs, ceil, floor, max, min, round } = Math;

export interface OrderBookMarketParameters {
  /** An order is cut into children that follow one another after about this time. */
  readonly childSeconds: number;
  /** A child has at least so many units, or all of the order. */
  readonly leastChildUnits: number;
  /** How much is traded on what somebody gave away or knows, for each bp of drift. */
  readonly driftUnitsPerBps: number;
}

/**
 * For `LIQUID_STOCK`: a child of a round lot at least every five seconds; and 1,250 units a bp, since that is what a minute of taking
 * leaves in its mid after four more (`docs/simulator.md`).
 */
export const DEFAULT_ORDER_BOOK_MARKET: OrderBookMarketParameters = {
  childSeconds: 5,
  leastChildUnits: 100,
  driftUnitsPerBps: 1_250,
};

/** Owners from here on are the dealers, by their index. */
export const FIRST_DEALER = 2_000_000;

const NS_PER_SECOND = 1e9;

const OWNER = 0;
const SIGN = 1;
const UNITS_LEFT = 2;
const CHILDREN_LEFT = 3;
const GAP_NS = 4;
const WIDTH = 5;

/**
 * The lit market of auctions that is an order book full of agents: hedges are child orders of the dealers in it, so that who wins a
 * block moves the mid by whatever the agents make of that.
 *
 * What is assumed: an order takes, in equal children at the ends of equal parts of its time, and never posts; what the book does
 * not give goes to the children that are left, and after the last one stays with its owner. Drift is orders too: those who lost
 * an auction, and those who know what its client knows, trade in proportion to the bps, anonymously and in the same way. So the
 * units are what is meant, and how far the mid goes with them is the market's.
 */
export class OrderBookMarket implements WorkedLitMarket {
  private readonly work = new MessageQueue(WIDTH);
  private nowNs = 0;
  private childUnits = 0;

  /** Expects parameters that `checkOrderBookMarket` finds nothing wrong with. Times are nanoseconds since the market's open. */
  constructor(
    readonly market: SimulatedMarket,
    private readonly parameters: OrderBookMarketParameters,
    private readonly onFill: HedgeFill,
  ) {
    market.listen((events) => {
      this.report(events);
    });
  }

  get nextTimeNs(): number {
    return this.work.nextTime;
  }

  midAt(timeNs: number): number {
    this.market.advanceTo(timeNs / NS_PER_SECOND);
    return gridValue(2 * this.market.best.midTicks, this.market.parameters.tickSize / 2);
  }

  hedge(timeNs: number, { dealer, side, quantity, overSeconds }: HedgeOrder): void {
    this.begin(timeNs, FIRST_DEALER + dealer, side, quantity, overSeconds);
  }

  drift(timeNs: number, _cause: DriftCause, bps: number, overSeconds: number): void {
    const units = round(abs(bps) * this.parameters.driftUnitsPerBps);
    this.begin(timeNs, ANONYMOUS, bps > 0 ? 1 : -1, units, overSeconds);
  }

  step(): void {
    const { work, market } = this;
    this.nowNs = work.nextTime;
    const row = work.take();
    const { fields } = work;
    const [owner, sign, left] = [fields[row + OWNER]!, fields[row + SIGN]!, fields[row + UNITS_LEFT]!];
    const [children, gapNs] = [fields[row + CHILDREN_LEFT]!, fields[row + GAP_NS]!];
    work.release(row);
    market.advanceTo(this.nowNs / NS_PER_SECOND);
    const filled = this.take(owner, sign > 0 ? BID : ASK, round(left / children));
    if (children > 1) this.post(this.nowNs + gapNs, owner, sign, left - filled, children - 1, gapNs);
  }

  private begin(timeNs: number, owner: number, sign: number, quantity: number, overSeconds: number): void {
    const { childSeconds, leastChildUnits } = this.parameters;
    const units = round(quantity);
    if (units === 0) return;
    const children = max(1, min(ceil(overSeconds / childSeconds), floor(units / leastChildUnits)));
    const gapNs = round((overSeconds * NS_PER_SECOND) / children);
    this.post(timeNs + gapNs, owner, sign, units, children, gapNs);
  }

  private post(timeNs: number, owner: number, sign: number, left: number, children: number, gapNs: number): void {
    const row = this.work.post(timeNs);
    const { fields } = this.work;
    fields[row + OWNER] = owner;
    fields[row + SIGN] = sign;
    fields[row + UNITS_LEFT] = left;
    fields[row + CHILDREN_LEFT] = children;
    fields[row + GAP_NS] = gapNs;
  }

  /** Units that the book gave. */
  private take(owner: number, side: BookSide, units: number): number {
    this.childUnits = 0;
    this.market.send(owner, side, OrderType.MARKET, 0, units);
    return this.childUnits;
  }

  private report(events: BookEvents): void {
    for (let row = 0; row < events.length; row += 1) {
      if (events.kind(row) !== BookEventKind.EXECUTED) continue;
      const units = events.quantity(row);
      this.childUnits += units;
      const dealer = events.owner(row) - FIRST_DEALER;
      if (dealer < 0) continue;
      const price = gridValue(events.price(row), this.market.parameters.tickSize);
      this.onFill(this.nowNs, dealer, events.side(row) === BID ? 1 : -1, units, price);
    }
  }
}

export const checkOrderBookMarket = (parameters: OrderBookMarketParameters): Verdict =>
  firstOf(
    mustBePositive('childSeconds', parameters.childSeconds),
    mustBeWhole('leastChildUnits', parameters.leastChildUnits, 1),
    mustNotBeNegative('driftUnitsPerBps', parameters.driftUnitsPerBps),
  );
