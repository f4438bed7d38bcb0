import { ASK, BID, type BookSide } from './event-codes.js';
import { NumberIndex } from './l3-book-index.js';

/** In place of a slot: there is none. */
export const NONE = -1;

const FIRST_SLOTS = 64;

/**
 * Orders by id, and at each price of each side the queue they stand in. Orders and queues live in slots of typed arrays,
 * queues are doubly linked through them, freed slots are used again: nothing is allocated but when the arrays double.
 */
export class OrderQueues {
  /** By order slot. */
  orderId = new Float64Array(FIRST_SLOTS);
  orderSize = new Float64Array(FIRST_SLOTS);
  queueOf = new Int32Array(FIRST_SLOTS);
  /** The order before it in its queue, and the one after it. */
  ahead = new Int32Array(FIRST_SLOTS);
  behind = new Int32Array(FIRST_SLOTS);
  private freeOrder = NONE;
  private orderSlots = 0;

  /** By queue slot: ask prices are negative. */
  private queueKey = new Float64Array(FIRST_SLOTS);
  total = new Float64Array(FIRST_SLOTS);
  count = new Int32Array(FIRST_SLOTS);
  first = new Int32Array(FIRST_SLOTS);
  private last = new Int32Array(FIRST_SLOTS);
  private freeQueue = NONE;
  private queueSlots = 0;

  private readonly orders = new NumberIndex();
  private readonly queues = new NumberIndex();

  get orderCount(): number {
    return this.orders.count;
  }

  /** Slot of an order, NONE when it is not here. */
  order(orderId: number): number {
    return this.orders.get(orderId);
  }

  /** Slot of a queue, NONE when nobody stands at this price. */
  queue(side: BookSide, price: number): number {
    return this.queues.get(keyOf(side, price));
  }

  sideOf(queue: number): BookSide {
    return this.queueKey[queue]! > 0 ? BID : ASK;
  }

  priceOf(queue: number): number {
    return Math.abs(this.queueKey[queue]!);
  }

  /** A new order joins at the back of its queue, or at the front of it. */
  enter(orderId: number, side: BookSide, price: number, size: number, atFront: boolean): void {
    const order = this.takeOrder();
    this.orderId[order] = orderId;
    this.orderSize[order] = size;
    this.orders.add(orderId, order);
    const queue = this.openQueue(keyOf(side, price));
    if (atFront) this.linkFirst(order, queue);
    else this.linkLast(order, queue);
  }

  resize(order: number, size: number): void {
    const queue = this.queueOf[order]!;
    this.total[queue] = this.total[queue]! + size - this.orderSize[order]!;
    this.orderSize[order] = size;
  }

  /** Leaves its queue and joins another, or the same, at the back. */
  move(order: number, side: BookSide, price: number, size: number): void {
    this.unlink(order);
    this.orderSize[order] = size;
    this.linkLast(order, this.openQueue(keyOf(side, price)));
  }

  leave(order: number): void {
    this.unlink(order);
    this.orders.remove(this.orderId[order]!);
    this.behind[order] = this.freeOrder;
    this.freeOrder = order;
  }

  clear(): void {
    this.orders.clear();
    this.queues.clear();
    this.freeOrder = NONE;
    this.freeQueue = NONE;
    this.orderSlots = 0;
    this.queueSlots = 0;
  }

  /** The occupied queues by side and price: bids from the lowest, then asks from the highest. Allocates. */
  occupied(): number[] {
    const queues: number[] = [];
    for (let queue = 0; queue < this.queueSlots; queue += 1) if (this.count[queue]! > 0) queues.push(queue);
    return queues.sort((a, b) => this.queueKey[a]! - this.queueKey[b]!);
  }

  private openQueue(key: number): number {
    const known = this.queues.get(key);
    if (known !== NONE) return known;
    const queue = this.takeQueue();
    this.queueKey[queue] = key;
    this.total[queue] = 0;
    this.count[queue] = 0;
    this.first[queue] = NONE;
    this.last[queue] = NONE;
    this.queues.add(key, queue);
    return queue;
  }

  private linkLast(order: number, queue: number): void {
    const last = this.last[queue]!;
    this.ahead[order] = last;
    this.behind[order] = NONE;
    if (last === NONE) this.first[queue] = order;
    else this.behind[last] = order;
    this.last[queue] = order;
    this.join(order, queue);
  }

  private linkFirst(order: number, queue: number): void {
    const first = this.first[queue]!;
    this.ahead[order] = NONE;
    this.behind[order] = first;
    if (first === NONE) this.last[queue] = order;
    else this.ahead[first] = order;
    this.first[queue] = order;
    this.join(order, queue);
  }

  private join(order: number, queue: number): void {
    this.queueOf[order] = queue;
    this.total[queue] = this.total[queue]! + this.orderSize[order]!;
    this.count[queue] = this.count[queue]! + 1;
  }

  private unlink(order: number): void {
    const queue = this.queueOf[order]!;
    const [ahead, behind] = [this.ahead[order]!, this.behind[order]!];
    if (ahead === NONE) this.first[queue] = behind;
    else this.behind[ahead] = behind;
    if (behind === NONE) this.last[queue] = ahead;
    else this.ahead[behind] = ahead;
    this.total[queue] = this.total[queue]! - this.orderSize[order]!;
    this.count[queue] = this.count[queue]! - 1;
    if (this.count[queue] === 0) this.closeQueue(queue);
  }

  private closeQueue(queue: number): void {
    this.queues.remove(this.queueKey[queue]!);
    this.first[queue] = this.freeQueue;
    this.freeQueue = queue;
  }

  private takeOrder(): number {
    const order = this.freeOrder;
    if (order !== NONE) {
      this.freeOrder = this.behind[order]!;
      return order;
    }
    if (this.orderSlots === this.orderId.length) this.growOrders();
    this.orderSlots += 1;
    return this.orderSlots - 1;
  }

  private takeQueue(): number {
    const queue = this.freeQueue;
    if (queue !== NONE) {
      this.freeQueue = this.first[queue]!;
      return queue;
    }
    if (this.queueSlots === this.queueKey.length) this.growQueues();
    this.queueSlots += 1;
    return this.queueSlots - 1;
  }

  private growOrders(): void {
    this.orderId = doubledFloats(this.orderId);
    this.orderSize = doubledFloats(this.orderSize);
    this.queueOf = doubledInts(this.queueOf);
    this.ahead = doubledInts(this.ahead);
    this.behind = doubledInts(this.behind);
  }

  private growQueues(): void {
    this.queueKey = doubledFloats(this.queueKey);
    this.total = doubledFloats(this.total);
    this.count = doubledInts(this.count);
    this.first = doubledInts(this.first);
    this.last = doubledInts(this.last);
  }
}

const keyOf = (side: BookSide, price: number): number => (side === BID ? price : -price);

const doubledFloats = (values: Float64Array): Float64Array<ArrayBuffer> => {
  const doubled = new Float64Array(values.length * 2);
  doubled.set(values);
  return doubled;
};

const doubledInts = (values: Int32Array): Int32Array<ArrayBuffer> => {
  const doubled = new Int32Array(values.length * 2);
  doubled.set(values);
  return doubled;
};
