import { err, KeyedRng, ok, wordOf, type Result, type Rng } from '#domain/core';
import { type BookSide } from '#domain/market-data';
import { BestPrices } from '../flow/best-prices.js';
import { type FlowDesk, type FlowSource } from '../flow/flow-source.js';
import { curveLevel } from '../flow/intraday/intraday-curve.js';
import { MarketMakers } from '../flow/makers/market-makers.js';
import { HiddenOrderFlow } from '../flow/metaorders/hidden-order-flow.js';
import { type MetaorderLog } from '../flow/metaorders/metaorder-log.js';
import { NewsGaps } from '../flow/news/news-gaps.js';
import { ValueJumps } from '../flow/value/value-jumps.js';
import { ZeroIntelligenceFlow } from '../flow/zero-intelligence/zero-intelligence-flow.js';
import { type ImpossibleParameters } from '../impossible-parameters.js';
import { StreamHash } from '../stream-hash.js';
import { type MatchingEngine } from '../venue/index.js';
import {
  BookEventKind,
  OrderBook,
  OrderType,
  type BookEvents,
  type BookView,
  type ReasonCode,
} from '../order-book/index.js';
import { MarketMood } from './market-mood.js';
import { checkMarket, highestPriceTicks, type MarketParameters } from './market-parameters.js';
import { SessionClock } from './session-clock.js';

/** Owners from here on are desks whose orders are not part of the market's own flow. */
export const FIRST_DESK = 1_000_000;
/** Owners below: 0 is the anonymous flow, then the makers. */
const FIRST_MAKER = 1;

const MAX_QUANTITY = 2 ** 31 - 1;
const NS_PER_SECOND = 1e9;

/** Hears everything that happens in a market as it happens, at a time in seconds of activity; the next request overwrites the events. */
export type MarketListener = (events: BookEvents, activitySeconds: number) => void;

/**
 * A market of agents on one matching engine. The source of flow whose time comes next acts; what that does to the book is
 * hashed and told to whoever listens. Desks send orders between two moments of it, and their orders are as real as any
 * other: they trade, they move the price, the makers learn from them.
 *
 * A pure function of its parameters, seed and the desks' requests: equal ones give the same events on every machine, and
 * the same hash. Every source draws from a stream of its own, so the flow's own decisions stay what they were when a desk
 * acts, up to what depends on the book.
 */
export class SimulatedMarket implements FlowDesk {
  readonly best: BestPrices;
  readonly clock: SessionClock;
  /** Seconds of activity since the flow began. */
  activitySeconds = 0;
  /** Events of the book so far. */
  eventCount = 0;
  /** Units traded so far. */
  tradedUnits = 0;
  /** Sum of all jumps of value so far, ticks: the part of the price's path that no order made. */
  jumpedTicks = 0;
  private readonly orders: OrderBook;
  private readonly stream = new StreamHash();
  private readonly listeners: MarketListener[] = [];
  private readonly sources: FlowSource[] = [];
  private readonly hidden: HiddenOrderFlow | undefined;

  /** The market right at its open, or the parameter that makes it impossible. `seed`: an integer in [0, 2^32). */
  static open(parameters: MarketParameters, seed: number): Result<SimulatedMarket, ImpossibleParameters> {
    const wrong = checkMarket(parameters);
    if (wrong !== undefined) return err(wrong);
    const market = new SimulatedMarket(parameters, seed);
    market.advanceTo(0);
    return ok(market);
  }

  private constructor(
    readonly parameters: MarketParameters,
    seed: number,
  ) {
    const { initialMidTicks, volumeCurve, volatilityCurve, sessionSeconds, warmUpSeconds, news } = parameters;
    const rngOf = (name: string): Rng => new KeyedRng(seed).select(wordOf(name), 0);
    this.best = new BestPrices(Math.ceil(initialMidTicks) - 1, Math.floor(initialMidTicks) + 1);
    this.clock = new SessionClock(volumeCurve, sessionSeconds, warmUpSeconds);
    this.orders = new OrderBook({
      lowestPriceTicks: 1,
      highestPriceTicks: highestPriceTicks(parameters),
      maxQuantity: MAX_QUANTITY,
    });
    const mood = new MarketMood(news, () => this.seconds);
    const liquidity = new ZeroIntelligenceFlow(parameters.liquidity, parameters.liquiditySizes, rngOf('liquidity'));
    this.sources.push(liquidity);
    liquidity.fill(this);
    if (parameters.hiddenOrders !== undefined) {
      this.hidden = new HiddenOrderFlow(parameters.hiddenOrders, rngOf('hidden orders'));
      this.sources.push(this.hidden);
    }
    const makers =
      parameters.makers === undefined
        ? undefined
        : new MarketMakers(parameters.makers, FIRST_MAKER, initialMidTicks, mood, rngOf('makers'));
    if (makers !== undefined) {
      this.sources.push(makers);
      this.listen((events, activity) => {
        makers.hear(events, activity);
      });
    }
    const jumps = new ValueJumps(
      parameters.jumps,
      FIRST_DESK,
      () => mood.volatilityFactor * curveLevel(volatilityCurve, this.clock.shareAt(this.seconds)),
      (ticks) => {
        this.jumpedTicks += ticks;
        makers?.shift(ticks);
      },
      rngOf('jumps'),
    );
    const announced = [...news].sort((a, b) => a.atSeconds - b.atSeconds);
    const gaps = new NewsGaps(
      announced.map(({ atSeconds }) => this.clock.activityAt(atSeconds)),
      announced.map(({ gapBps }) => gapBps),
      (desk, bps) => {
        jumps.jump(desk, bps);
      },
      rngOf('news'),
    );
    this.sources.push(jumps, gaps);
  }

  get book(): BookView {
    return this.orders.resting;
  }

  /** Seconds since the open; negative before it. */
  get seconds(): number {
    return this.clock.secondsAt(this.activitySeconds);
  }

  /** The others' metaorders that were begun and done so far; undefined where there are none. */
  get metaorders(): MetaorderLog | undefined {
    return this.hidden?.log;
  }

  listen(listener: MarketListener): void {
    this.listeners.push(listener);
  }

  /** 16 hex digits of every event so far with its time. */
  hash(): string {
    return this.stream.digest();
  }

  /** Lets the flow go on until a time of the session, in seconds since the open. A time that is over changes nothing. */
  advanceTo(seconds: number): void {
    const until = this.clock.activityAt(seconds);
    while (this.actBy(until));
    this.activitySeconds = Math.max(this.activitySeconds, until);
  }

  /** Lets one source act, if one does by a time of the session; false, and nothing changes, if none does. */
  step(seconds: number): boolean {
    return this.actBy(this.clock.activityAt(seconds));
  }

  /** A new order; its id, with the reason where it was refused. `type` is an `OrderType`; of a market order the price is not looked at. */
  send(
    owner: number,
    side: BookSide,
    type: number,
    priceTicks: number,
    units: number,
  ): { readonly orderId: number; readonly reason: ReasonCode } {
    const orderId = this.orders.issueId();
    const reason = this.orders.submit(orderId, owner, side, type, type === OrderType.MARKET ? 0 : priceTicks, units);
    this.heard();
    return { orderId, reason };
  }

  /** The book as the members of a venue reach it; what they do there is heard and hashed like everything else. */
  get engine(): MatchingEngine {
    const { orders } = this;
    const heard = (reason: ReasonCode): ReasonCode => {
      this.heard();
      return reason;
    };
    return {
      events: orders.events,
      issueId: () => orders.issueId(),
      submit: (orderId, owner, side, type, price, quantity, part) =>
        heard(orders.submit(orderId, owner, side, type, price, quantity, part)),
      cancel: (orderId, owner) => heard(orders.cancel(orderId, owner)),
      replace: (orderId, owner, price, quantity) => heard(orders.replace(orderId, owner, price, quantity)),
    };
  }

  limit(owner: number, side: BookSide, priceTicks: number, units: number): number {
    const orderId = this.orders.issueId();
    this.orders.submit(orderId, owner, side, OrderType.LIMIT, priceTicks, units);
    this.heard();
    return this.book.has(orderId) ? orderId : 0;
  }

  take(owner: number, side: BookSide, units: number, limitTicks: number): void {
    const isAtAnyPrice = Number.isNaN(limitTicks);
    const type = isAtAnyPrice ? OrderType.MARKET : OrderType.IMMEDIATE_OR_CANCEL;
    this.orders.submit(this.orders.issueId(), owner, side, type, isAtAnyPrice ? 0 : limitTicks, units);
    this.heard();
  }

  cancel(owner: number, orderId: number): ReasonCode {
    const reason = this.orders.cancel(orderId, owner);
    this.heard();
    return reason;
  }

  private actBy(activitySeconds: number): boolean {
    const { sources } = this;
    let next = sources[0]!;
    for (let i = 1; i < sources.length; i += 1) if (sources[i]!.nextSeconds < next.nextSeconds) next = sources[i]!;
    if (next.nextSeconds > activitySeconds) return false;
    this.activitySeconds = next.nextSeconds;
    next.act(this);
    return true;
  }

  private heard(): void {
    const { stream, activitySeconds } = this;
    const { events } = this.orders;
    this.best.look(this.book);
    this.eventCount += events.length;
    stream.add(Math.round(activitySeconds * NS_PER_SECOND));
    events.addTo(stream);
    for (let row = 0; row < events.length; row += 1) {
      if (events.kind(row) === BookEventKind.EXECUTED) this.tradedUnits += events.quantity(row);
    }
    for (const listener of this.listeners) listener(events, activitySeconds);
  }
}
