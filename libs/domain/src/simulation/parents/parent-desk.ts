import { almgrenChrissSchedule, twapSchedule } from '#domain/execution';
import { ASK, BID, type BookSide } from '#domain/market-data';
import { FIRST_DESK, type SimulatedMarket } from '../market/simulated-market.js';
import { BookEventKind, OrderType, type BookEvents } from '../order-book/index.js';
import { type SimulatedParent } from './parent-flow.js';

/** A part of a parent order that traded. */
export interface ParentFill {
  /** Place of the order among the desk's. */
  readonly parent: number;
  /** Seconds after the open. */
  readonly seconds: number;
  readonly units: number;
  readonly priceTicks: number;
}

interface Child {
  readonly parent: number;
  readonly seconds: number;
  readonly units: number;
}

const CHILD_SECONDS = 15;
const CHILDREN_LEAST = 2;

/** Two fifths of an order are done in the first quarter of its horizon. */
const FRONT_LOADED = { horizon: 1, volatility: 1, fixedCost: 0, permanentImpact: 0, temporaryImpact: 1 };
const RISK_AVERSION = 4;

/**
 * Works parent orders in a market: about every 15 seconds a market order, in the middle of its slice of the horizon. Children are
 * real orders: they trade, move the price, and the makers learn from them.
 */
export class ParentDesk {
  readonly fills: ParentFill[] = [];
  private readonly children: readonly Child[];
  private next = 0;

  /** `parents` in the order of their arrivals, none before the market's present. */
  constructor(
    readonly market: SimulatedMarket,
    private readonly parents: readonly SimulatedParent[],
  ) {
    this.children = parents.flatMap(childrenOf).sort((one, other) => one.seconds - other.seconds);
    if (this.children.length === 0) return;
    market.listen((events) => {
      this.account(events);
    });
  }

  /** Lets the market go on to a time of the session, in seconds since the open, and sends what is due until then. */
  advanceTo(seconds: number): void {
    for (; this.next < this.children.length && this.children[this.next]!.seconds <= seconds; this.next += 1) {
      const { parent, seconds: due, units } = this.children[this.next]!;
      this.market.advanceTo(due);
      this.market.send(FIRST_DESK, sideOf(this.parents[parent]!), OrderType.MARKET, 0, units);
    }
    this.market.advanceTo(seconds);
  }

  private account(events: BookEvents): void {
    for (let row = 0; row < events.length; row += 1) {
      if (events.kind(row) !== BookEventKind.EXECUTED || events.owner(row) !== FIRST_DESK) continue;
      const { parent, seconds } = this.children[this.next]!;
      this.fills.push({ parent, seconds, units: events.quantity(row), priceTicks: events.price(row) });
    }
  }
}

const sideOf = ({ side }: SimulatedParent): BookSide => (side === 'BUY' ? BID : ASK);

const childrenOf = (order: SimulatedParent, parent: number): readonly Child[] => {
  const { arrivalSeconds, horizonSeconds } = order;
  const slices = slicesOf(order, Math.max(CHILDREN_LEAST, Math.round(horizonSeconds / CHILD_SECONDS)));
  return slices
    .map((units, k) => ({ parent, seconds: arrivalSeconds + ((k + 0.5) * horizonSeconds) / slices.length, units }))
    .filter(({ units }) => units > 0);
};

const slicesOf = ({ style, quantity }: SimulatedParent, intervals: number): readonly number[] => {
  const schedule =
    style === 'EVEN'
      ? twapSchedule(quantity, intervals)
      : almgrenChrissSchedule({ ...FRONT_LOADED, quantity, intervals }, RISK_AVERSION);
  if (!schedule.ok) throw new RangeError(`ParentDesk: ${schedule.error.message}`);
  return schedule.value.slices;
};
