import { type BookSide, type L3Book } from '#domain/market-data';
import { type QueuePosition } from './queue-position.js';

/**
 * A place in a queue of which every order is recorded: those that rested when ours joined are ahead of it until they are
 * executed, cancelled or lose their priority (more size, another price). What a venue displays without telling whose it is
 * (`L3Book.anonymousSize`) is assumed to be older than ours as long as it is displayed.
 *
 * Where the recording loses the orders of a price (it left sight, or the level and its orders did not agree), what was ahead
 * counts as anonymous from then on.
 */
export class OrderByOrderQueue implements QueuePosition {
  ahead = NaN;
  private orderIds: number[] = [];
  private sizes: number[] = [];
  private anonymous = NaN;
  private forgotten = 0;

  constructor(
    private readonly orders: L3Book,
    private readonly side: BookSide,
    private readonly price: number,
  ) {}

  join(displayed: number): void {
    const { orders, side, price } = this;
    this.orderIds = [];
    this.sizes = [];
    this.forgotten = orders.forgottenOrders;
    this.ahead = displayed;
    this.anonymous = displayed;
    if (Number.isNaN(displayed)) return;
    orders.forEachOrder(side, price, (orderId, size) => {
      this.orderIds.push(orderId);
      this.sizes.push(size);
    });
    this.anonymous = orders.anonymousSize(side, price);
  }

  traded(_printed: number, volume: number): number {
    const { ahead } = this;
    if (Number.isNaN(ahead)) return 0;
    this.ahead = Math.max(0, ahead - volume);
    return Math.max(0, volume - ahead);
  }

  bookChanged(displayed: number): void {
    if (Number.isNaN(this.ahead)) {
      if (!Number.isNaN(displayed)) this.join(displayed);
      return;
    }
    if (Number.isNaN(displayed) || this.hasForgotten()) this.loseOrders();
    if (Number.isNaN(displayed)) return;
    this.anonymous = Math.min(this.anonymous, this.orders.anonymousSize(this.side, this.price));
    // An execution that the book has not told yet has been taken off already.
    this.ahead = Math.min(this.ahead, this.knownAhead() + this.anonymous);
  }

  /** Whether the book just forgot the orders of this price. */
  private hasForgotten(): boolean {
    const { orders, side, price } = this;
    const { forgottenOrders } = orders;
    if (forgottenOrders === this.forgotten) return false;
    this.forgotten = forgottenOrders;
    return orders.ordersAt(side, price) === 0;
  }

  private loseOrders(): void {
    this.orderIds.length = 0;
    this.sizes.length = 0;
    this.anonymous = this.ahead;
  }

  /** Sum of the orders that are still ahead; those that are not are dropped from the list. */
  private knownAhead(): number {
    const { orders, orderIds, sizes } = this;
    let [kept, sum] = [0, 0];
    for (let i = 0; i < orderIds.length; i += 1) {
      const orderId = orderIds[i]!;
      const size = orders.sizeOf(orderId);
      if (size === 0 || size > sizes[i]! || orders.priceOf(orderId) !== this.price) continue;
      orderIds[kept] = orderId;
      sizes[kept] = size;
      kept += 1;
      sum += size;
    }
    orderIds.length = kept;
    sizes.length = kept;
    return sum;
  }
}
