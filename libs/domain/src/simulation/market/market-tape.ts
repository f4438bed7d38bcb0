import { err, ok, type Result } from '#domain/core';
import {
  ASK,
  BID,
  EventBatch,
  EventKind,
  FROM_SNAPSHOT,
  MORE_FOLLOWS,
  NO_SIDE,
  OrderAction,
  StatusCode,
  TradeCondition,
  type BookSide,
} from '#domain/market-data';
import { type ImpossibleParameters } from '../impossible-parameters.js';
import { BookEventKind, Reason, type BookEvents } from '../order-book/index.js';
import { ParentDesk, type SimulatedParent } from '../parents/index.js';
import { checkMarket, type MarketParameters } from './market-parameters.js';
import { SimulatedMarket } from './simulated-market.js';

const NS_PER_SECOND = 1e9;
const BATCH_ROWS = 1024;
/** An execution is a row of its order and one of the trade. */
const ROWS_PER_EVENT = 2;

/**
 * One simulated session as a venue would tell it that shows every displayed order: STATUS OPEN at time 0, the orders that
 * rest by then as a snapshot, what each request does to orders with its trades, and STATUS CLOSED at the end. Prices are in
 * ticks, sizes in units, times in nanoseconds since the open; a request's rows are one message. Of hidden orders there are
 * the trades only. No source of flow sends icebergs, so that what is left of an order is what it shows.
 *
 * `parents` are worked in it. A pure function of parameters, seed and parents. A batch is valid until the next is asked for.
 */
export const simulatedEvents = (
  parameters: MarketParameters,
  seed: number,
  parents: readonly SimulatedParent[] = [],
): Result<Iterable<EventBatch>, ImpossibleParameters> => {
  const wrong = checkMarket(parameters);
  if (wrong !== undefined) return err(wrong);
  return ok({
    [Symbol.iterator]: () => {
      const market = SimulatedMarket.open(parameters, seed);
      if (!market.ok) throw new RangeError(market.error.message);
      return marketTape(new ParentDesk(market.value, parents));
    },
  });
};

/** A market at its open, and whoever lets it and those who trade in it go on. */
export interface DrivenMarket {
  readonly market: SimulatedMarket;
  /** Lets everything happen until a time, in seconds since the open. */
  advanceTo(seconds: number): void;
}

/** What a driven market does from its open to its close, as `simulatedEvents` tells it. */
export const marketTape = (driven: DrivenMarket): Generator<EventBatch, void> => new MarketTape(driven).run();

class MarketTape {
  private readonly full: EventBatch[] = [];
  private readonly spare: EventBatch[] = [];
  private batch = new EventBatch(BATCH_ROWS);
  private sequence = 0;
  private timeNs = 0;

  constructor(private readonly driven: DrivenMarket) {
    driven.market.listen((events, activitySeconds) => {
      this.hear(events, activitySeconds);
    });
  }

  *run(): Generator<EventBatch, void> {
    const { driven } = this;
    const { sessionSeconds } = driven.market.parameters;
    this.status(StatusCode.OPEN);
    this.snapshot();
    for (let second = 1; second < sessionSeconds; second += 1) {
      driven.advanceTo(second);
      yield* this.told();
    }
    driven.advanceTo(sessionSeconds);
    this.timeNs = Math.max(this.timeNs, Math.round(sessionSeconds * NS_PER_SECOND));
    this.status(StatusCode.CLOSED);
    this.full.push(this.batch);
    yield* this.told();
  }

  /** Batches that are full; one is filled again when its reader is done with it. */
  private *told(): Generator<EventBatch, void> {
    for (const batch of this.full) {
      yield batch;
      batch.clear();
      this.spare.push(batch);
    }
    this.full.length = 0;
  }

  private hear(events: BookEvents, activitySeconds: number): void {
    this.timeNs = Math.max(
      this.timeNs,
      Math.round(this.driven.market.clock.secondsAt(activitySeconds) * NS_PER_SECOND),
    );
    this.beginMessage(ROWS_PER_EVENT * events.length);
    const from = this.batch.length;
    for (let row = 0; row < events.length; row += 1) this.tell(events, row);
    for (let row = from; row < this.batch.length - 1; row += 1) this.batch.flags[row] = MORE_FOLLOWS;
  }

  private tell(events: BookEvents, row: number): void {
    const side = events.side(row) as BookSide;
    const [orderId, price] = [events.orderId(row), events.price(row)];
    const isHidden = events.isHidden(row);
    switch (events.kind(row)) {
      case BookEventKind.EXECUTED: {
        const hit = side === BID ? ASK : BID;
        if (!isHidden) this.order(OrderAction.EXECUTE, events.makerId(row), hit, price, events.makerLeft(row));
        this.trade(hit, price, events.quantity(row), isHidden ? TradeCondition.HIDDEN : TradeCondition.DISPLAYED);
        break;
      }
      case BookEventKind.RESTED:
        if (!isHidden) this.order(OrderAction.ADD, orderId, side, price, events.quantity(row));
        break;
      case BookEventKind.REDUCED:
        if (!isHidden) this.order(OrderAction.CHANGE, orderId, side, price, events.left(row));
        break;
      case BookEventKind.REPLACED:
        if (!isHidden) this.order(OrderAction.DELETE, orderId, side, price, 0);
        break;
      case BookEventKind.CANCELLED:
        // What was cancelled for another reason had come and never rested.
        if (!isHidden && events.reason(row) === Reason.BY_OWNER) {
          this.order(OrderAction.DELETE, orderId, side, price, 0);
        }
        break;
    }
  }

  private snapshot(): void {
    const { book } = this.driven.market;
    for (const side of [BID, ASK] as const) {
      for (let price = book.bestTicks(side); !Number.isNaN(price); price = book.nextTicks(side, price)) {
        for (let id = book.frontOrder(side, price); id !== 0; id = book.orderBehind(id)) {
          this.beginMessage(1);
          const row = this.order(OrderAction.ADD, id, side, price, book.unitsOpen(id));
          this.batch.flags[row] = FROM_SNAPSHOT;
        }
      }
    }
  }

  private status(status: number): void {
    this.beginMessage(1);
    const row = this.batch.append(EventKind.STATUS, this.timeNs, this.sequence, 0, 0);
    this.batch.side[row] = NO_SIDE;
    this.batch.detail[row] = status;
  }

  private order(action: number, orderId: number, side: BookSide, price: number, left: number): number {
    const row = this.batch.append(EventKind.ORDER, this.timeNs, this.sequence, price, left);
    this.batch.side[row] = side;
    this.batch.detail[row] = action;
    this.batch.orderId[row] = orderId;
    return row;
  }

  private trade(side: BookSide, price: number, size: number, condition: number): void {
    const row = this.batch.append(EventKind.TRADE, this.timeNs, this.sequence, price, size);
    this.batch.side[row] = side;
    this.batch.detail[row] = condition;
  }

  /** A message's rows stand in one batch. */
  private beginMessage(rows: number): void {
    this.sequence += 1;
    if (this.batch.length + rows <= this.batch.capacity) return;
    this.full.push(this.batch);
    this.batch = rows <= BATCH_ROWS ? (this.spare.pop() ?? new EventBatch(BATCH_ROWS)) : new EventBatch(rows);
  }
}
